import { objectStorageOn } from '../../../config/object-storage';
import { postgresOn } from '../../../config/postgres';
import { redisOn } from '../../../config/redis';
import { objectStorageWatch, postgresWatch, redisWatch } from '../../../config/derived/watch';
import { postgresMonitoring } from '../../../constructs/postgres/monitoring';
import { redisMonitoring } from '../../../constructs/redis/monitoring';

const disabled = { enabled: false, reason: 'nobody needs it in a test' };
const patroni = (fields: object = {}) => postgresOn.kubernetes.parse({ engine: 'patroni', ...fields });
const aurora = (fields: object = {}) => postgresOn.aws.parse({ engine: 'aurora', ...fields });
const cluster = (fields: object = {}) => redisOn.kubernetes.parse({ engine: 'redis-cluster', tls: disabled, ...fields });
const elasticache = (fields: object = {}) => redisOn.aws.parse({ engine: 'elasticache', ...fields });

describe('what there is to watch of PostgreSQL', () => {
  it.each([
    ['on a laptop', 'laptop', 2],
    ['elsewhere', 'minimum', 3],
  ] as const)('members under Patroni, %s', (_, sizing, members) => {
    expect(postgresWatch(patroni(), sizing)).toEqual({ patroniMembers: members, aurora: null, slowStatementSeconds: 0.5 });
  });

  it('what is slow is what is logged as slow', () => {
    expect(postgresWatch(patroni({ slowQueryMillis: 200 }), 'minimum').slowStatementSeconds).toBe(0.2);
    expect(postgresWatch(aurora({ slowQueryMillis: 300 }), 'minimum').slowStatementSeconds).toBe(0.3);
  });

  it('how Aurora grows', () => {
    expect(postgresWatch(aurora(), 'minimum').aurora).toBe('provisioned');
    expect(postgresWatch(aurora({ capacity: { type: 'serverless' } }), 'minimum').aurora).toBe('serverless');
  });

  it('Patroni is asked, and its standbys are waited for, only where it runs', () => {
    const names = (config: Parameters<typeof postgresWatch>[0]) => {
      const { scrapes, alerts } = postgresMonitoring({ watch: postgresWatch(config, 'minimum'), namespace: 'openrouter' });
      return { scrapes: scrapes.map(({ port }) => port), waits: alerts.some(({ name }) => name === 'PostgresNoSynchronousStandby') };
    };
    expect(names(patroni())).toEqual({ scrapes: ['http'], waits: true });
    expect(names(aurora())).toEqual({ scrapes: [], waits: false });
  });

  it('with two members, the other one may be away for longer before there is nobody in step', () => {
    const patience = (members: number) =>
      postgresMonitoring({ watch: postgresWatch(patroni({ members }), 'minimum'), namespace: 'openrouter' }).alerts.find(
        ({ name }) => name === 'PostgresNoSynchronousStandby',
      )?.forSeconds;
    expect([patience(2), patience(3), patience(5)]).toEqual([900, 300, 300]);
  });
});

describe('what there is to watch of Redis', () => {
  it('members in pods', () => {
    expect(redisWatch(cluster({ shards: 5 }), 'minimum').members).toEqual({ shards: 5, perShard: 2, persistent: true });
    expect(redisWatch(cluster({ persistence: disabled }), 'laptop').members).toEqual({ shards: 3, perShard: 1, persistent: false });
    expect(redisWatch(elasticache(), 'minimum').members).toBeNull();
  });

  it('whether keys may be evicted', () => {
    expect(redisWatch(cluster(), 'minimum').evicts).toBe(false);
    expect(redisWatch(cluster({ use: 'cache' }), 'minimum').evicts).toBe(true);
    expect(redisWatch(cluster({ use: 'cache', maxmemoryPolicy: 'noeviction' }), 'minimum').evicts).toBe(false);
    expect(redisWatch(elasticache({ use: 'cache' }), 'minimum').evicts).toBe(true);
  });

  it('a disk is watched where there is one', () => {
    const disks = (config: Parameters<typeof redisWatch>[0]) =>
      redisMonitoring({ watch: redisWatch(config, 'minimum'), namespace: 'openrouter' }).alerts.filter(({ name }) => name.includes('Disk'))
        .length;
    expect([disks(cluster()), disks(cluster({ persistence: disabled })), disks(elasticache())]).toEqual([2, 0, 0]);
  });
});

describe('what there is to watch of object storage', () => {
  it('a volume, or CloudWatch', () => {
    const gateway = objectStorageOn.kubernetes.parse({ engine: 'versitygw', tls: disabled });
    expect(objectStorageWatch(gateway)).toEqual({ volume: true, cloudWatch: false });
    expect(objectStorageWatch(objectStorageOn.aws.parse({ engine: 's3' }))).toEqual({ volume: false, cloudWatch: true });
  });
});
