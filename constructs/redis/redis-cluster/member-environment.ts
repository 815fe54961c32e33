import type { ClusterLayout } from './layout';

/** Seconds for a replica to take over; it gives up after five (Redis' limit for a manual failover). */
const TAKEOVER_SECONDS = 10;

/** Seconds that the members of one shard get to restart, while those of the next wait for their turn. */
const TURN_SECONDS = 20;

/** Seconds before a member's end: the other shards' turns, and the failover, for which each of the shard's replicas may be tried. */
export const handoverSeconds = ({ shards }: Pick<ClusterLayout, 'shards'>): number =>
  shards.length * TURN_SECONDS + (Math.max(...shards.map(({ members }) => members.length)) - 1) * TAKEOVER_SECONDS;

/** Variables of the scripts, the same in every container of a member; `member.sh` reads them. */
export const memberEnvironment = ({ shards, domain, port, busPort, tls, persistent, paths }: ClusterLayout): Record<string, string> => ({
  REDIS_MEMBERS: shards
    .flatMap(({ name, firstSlot, lastSlot, members }) => members.map((member) => `${member} ${name} ${firstSlot} ${lastSlot}`))
    .join('\n'),
  REDIS_DOMAIN: domain,
  REDIS_PORT: String(port),
  REDIS_BUS_PORT: String(busPort),
  REDIS_TLS: tls ? 'yes' : 'no',
  REDIS_PERSISTENT: persistent ? 'yes' : 'no',
  REDIS_SECRETS: paths.secrets,
  REDIS_CERTIFICATES: paths.certificates,
  REDIS_RUN: paths.run,
  REDIS_DATA: paths.data,
  REDIS_TURN_SECONDS: String(TURN_SECONDS),
  REDIS_TAKEOVER_SECONDS: String(TAKEOVER_SECONDS),
});
