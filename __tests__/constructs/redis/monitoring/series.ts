/** Series of a cluster of three shards with a replica each, as redis_exporter has them. */

const names = ['redis-a-0', 'redis-a-1', 'redis-b-0', 'redis-b-1', 'redis-c-0', 'redis-c-1'] as const;
export type MemberName = (typeof names)[number];

/** Of one member. */
export const at = (name: MemberName, metric: string, labels = ''): string =>
  `${metric}{component="redis",pod="${name}",instance="${name}:6379"${labels === '' ? '' : `,${labels}`}}`;
/** What it leaves on an alert. */
export const labels = (name: MemberName) => ({ component: 'redis', pod: name, instance: `${name}:6379` });
/** The same of all but some. */
export const everywhere = (metric: string, values: string, but: Partial<Record<MemberName, string>> = {}) =>
  Object.fromEntries(names.map((name) => [at(name, metric), but[name] ?? values]));

/** Labels of what is said of all of them. */
export const redis = { component: 'redis' };
/** Which ones are masters. */
export const roles = (masters: readonly MemberName[], samples: string) =>
  Object.fromEntries(
    names.map((name) => [at(name, 'redis_instance_info', `role="${masters.includes(name) ? 'master' : 'slave'}"`), samples]),
  );
export const masters: readonly MemberName[] = ['redis-a-0', 'redis-b-0', 'redis-c-0'];
