/** Until when versions are supported, and that no default is about to cost more. */
import { versions } from '../../config';
import { aurora, elasticache } from '../constructs/aws-stores.fixture';
import { afterStandardSupport, calendarsRead, kubernetesSupportIsOver, standardSupport } from '../../config/support';

/** Days that a default is supported for after the table was read: time for a release of this program and for an upgrade by its users. */
const MARGIN_DAYS = 90;

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Defaults that do not have the margin, one line each. */
const ending = (defaults: Readonly<Record<keyof typeof standardSupport, readonly string[]>>): readonly string[] =>
  Object.entries(defaults).flatMap(([what, used]) => {
    const dates: Readonly<Record<string, string | null>> = standardSupport[what as keyof typeof standardSupport];
    return used.flatMap((version) => {
      const until = dates[version];
      if (until === undefined) return [`${what} ${version} has no date`];
      return until === null || daysBetween(calendarsRead, until) >= MARGIN_DAYS ? [] : [`${what} ${version} is supported until ${until}`];
    });
  });

const releaseOf = (software: 'redis' | 'valkey') =>
  String(elasticache({ software }).resources.one('aws_elasticache_replication_group').engine_version);
const defaults = {
  kubernetes: [versions.aws.kubernetes],
  postgres: [String(aurora().resources.one('aws_rds_cluster').engine_version).split('.')[0] ?? ''],
  redis: [releaseOf('redis')],
  valkey: [releaseOf('valkey')],
};

test('every default is in standard support for three months more', () => {
  expect(ending(defaults)).toEqual([]);
});

test('one that is not is found, and so is one without a date', () => {
  expect(ending({ ...defaults, kubernetes: ['1.34'], valkey: ['7.2'] })).toEqual([
    'kubernetes 1.34 is supported until 2026-12-02',
    'valkey 7.2 has no date',
  ]);
});

test.each([
  ['1.34', '2026-12-02', false],
  ['1.34', '2026-12-03', true],
  ['1.30', '2026-01-01', true],
  ['1.99', '2026-01-01', false],
])('support of %s is over on %s: %s', (version, today, over) => {
  expect(kubernetesSupportIsOver(version, today)).toBe(over);
});

test('what follows is said with its price', () => {
  expect(afterStandardSupport('extended')).toBe(
    'it costs 0.60 instead of 0.10 US dollars an hour, 365 more a month: raise cluster.version',
  );
  expect(afterStandardSupport('standard')).toContain('EKS upgrades the cluster by itself');
});
