/** What the rows of PostgreSQL say that there is to watch, and what is watched then. */
import { resolveBox } from '../../../config/fields/engine';
import type { Sizing } from '../../../config/fields/sizing';
import { postgresEngines, postgresOn, type PostgresConfig, type PostgresWatch } from '../../../config/postgres';
import { postgresMonitoring } from '../../../constructs/postgres/monitoring';

const patroni = (fields: object = {}) => postgresOn.kubernetes.parse({ engine: 'patroni', ...fields });
const aurora = (fields: object = {}) => postgresOn.aws.parse({ engine: 'aurora', ...fields });
const watchOf = (config: PostgresConfig, sizing: Sizing = 'minimum') =>
  resolveBox<PostgresConfig, PostgresWatch>(postgresEngines, config, { sizing, cidrs: null }).watch;

describe('what there is to watch of PostgreSQL', () => {
  it.each([
    ['on a laptop', 'laptop', 2],
    ['elsewhere', 'minimum', 3],
  ] as const)('members under Patroni, %s', (_, sizing, members) => {
    expect(watchOf(patroni(), sizing)).toEqual({
      members,
      cloudWatch: null,
      hidesWal: false,
      archiveQueueMiB: 20_480,
      slowStatementSeconds: 0.5,
    });
  });

  it('what is slow is what is logged as slow', () => {
    expect(watchOf(patroni({ slowQueryMillis: 200 })).slowStatementSeconds).toBe(0.2);
    expect(watchOf(aurora({ slowQueryMillis: 300 })).slowStatementSeconds).toBe(0.3);
  });

  it('how Aurora grows', () => {
    expect(watchOf(aurora())).toMatchObject({ cloudWatch: 'provisioned', members: null });
    expect(watchOf(aurora({ capacity: { type: 'serverless' } })).cloudWatch).toBe('serverless');
  });

  it('Aurora hides its write-ahead log', () => {
    expect([watchOf(aurora()).hidesWal, watchOf(patroni()).hidesWal]).toEqual([true, false]);
  });

  it('Patroni is asked, and its standbys are waited for, only where it runs', () => {
    const names = (config: PostgresConfig) => {
      const { scrapes, alerts } = postgresMonitoring({ watch: watchOf(config), namespace: 'openrouter' });
      return { scrapes: scrapes.map(({ port }) => port), waits: alerts.some(({ name }) => name === 'PostgresNoSynchronousStandby') };
    };
    expect(names(patroni())).toEqual({ scrapes: ['http', 'metrics'], waits: true });
    expect(names(aurora())).toEqual({ scrapes: [], waits: false });
  });

  it('with two members, the other one may be away for longer before there is nobody in step', () => {
    const patience = (members: number) =>
      postgresMonitoring({ watch: watchOf(patroni({ members })), namespace: 'openrouter' }).alerts.find(
        ({ name }) => name === 'PostgresNoSynchronousStandby',
      )?.forSeconds;
    expect([patience(2), patience(3), patience(5)]).toEqual([900, 300, 300]);
  });
});
