/** The services with everything that follows from their rows. */
import { variablePrefix } from '../../../config';
import { reservedVariables, resolveMigration } from '../../../config/derived/services';
import type { ServicesInput } from '../../../config/services';
import { migrationField } from '../../../config/services/migration';
import { serviceOf, servicesOf } from '../../support/services';

const all = servicesOf();

describe('the services', () => {
  test('have the guide’s hosts and ports', () => {
    expect(all.map(({ name, front, port }) => [name, front?.hosts[0], port])).toEqual([
      ['backend', 'api.openrouter.ai', 8080],
      ['admin', 'admin.openrouter.ai', 3000],
      ['portal', 'openrouter.ai', 3001],
    ]);
  });

  test('the backend is the guide’s manifest', () => {
    expect(all[0]).toMatchObject({
      replicas: { min: 3 },
      resources: { cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 1024 },
      liveness: '/health',
      readiness: '/ready',
      metrics: '/metrics',
    });
  });

  test('generate the secrets they always did: a new name is written only by a rotation of each slot', () => {
    expect(all.map(({ generatedSecrets }) => generatedSecrets)).toEqual([['SESSION_SIGNING_KEY', 'DATA_ENCRYPTION_KEY'], [], []]);
  });

  test('a host of its own wins over the domain', () => {
    const config = servicesOf({ portal: { host: 'www.example.com' } }, 'minimum', 'example.com');
    expect(config.map(({ front }) => front?.hosts[0])).toEqual(['api.example.com', 'admin.example.com', 'www.example.com']);
  });

  test('a service that is added has its name as its label, unless it has another one or none', () => {
    const hosts = (row: object) => serviceOf('docs', { docs: row }).front?.hosts;
    expect(hosts({})).toEqual(['docs.openrouter.ai']);
    expect(hosts({ subdomain: 'help' })).toEqual(['help.openrouter.ai']);
    expect(hosts({ subdomain: '', aliases: ['www.openrouter.ai'] })).toEqual(['openrouter.ai', 'www.openrouter.ai']);
  });

  test('a worker has no host, and may be asked by a program in place of paths', () => {
    const worker = serviceOf('indexer', { indexer: { kind: 'worker', port: null, check: ['/bin/check', '--quick'] } });
    expect(worker).toMatchObject({ front: null, port: null });
    expect([worker.liveness, worker.readiness]).toEqual([{ command: ['/bin/check', '--quick'] }, { command: ['/bin/check', '--quick'] }]);
    const asked = serviceOf('indexer', { indexer: { kind: 'worker', readiness: '/up' } });
    expect([asked.port, asked.liveness, asked.readiness]).toEqual([8080, '/health', '/up']);
  });

  test('pools of connections are for those who use the database', () => {
    expect(all.map(({ databasePool }) => databasePool)).toEqual([10, 0, 0]);
    expect(serviceOf('docs', { docs: { stores: ['postgres'] } }).databasePool).toBe(2);
    expect(serviceOf('docs', { docs: { stores: ['postgres'], databasePool: 3 } }).databasePool).toBe(3);
  });

  test('priorities at a load balancer of AWS stay when others come, and a path comes before its host', () => {
    const priority = (rows: ServicesInput, name: string) => serviceOf(name, rows).front?.listenerPriority ?? 0;
    const rows = { docs: {}, help: { path: '/help' } } satisfies ServicesInput;
    expect(priority(rows, 'docs')).toBe(priority({ another: {}, docs: { image: 'r.example/docs:2' } }, 'docs'));
    expect(priority(rows, 'docs')).toBeGreaterThanOrEqual(1000);
    expect(priority(rows, 'help')).toBeLessThan(100);
    expect(priority({ docs: { listenerPriority: 7 } }, 'docs')).toBe(7);
    expect(all.map(({ front }) => front?.listenerPriority)).toEqual([100, 200, 300]);
  });
});

describe('the variables that are derived', () => {
  test('are those of every service, also of one that is added', () => {
    expect(variablePrefix('indexer-v2')).toBe('INDEXER_V2');
    expect(reservedVariables(servicesOf({ 'indexer-v2': {} }))).toEqual(
      expect.arrayContaining(['PORT', 'DATABASE_URL', 'BACKEND_URL', 'INDEXER_V2_URL', 'INDEXER_V2_PUBLIC_HOST']),
    );
  });
});

describe('the migration', () => {
  const migration = migrationField.parse({ service: 'docs' });

  test('has image and user of its service', () => {
    const services = servicesOf({ docs: { image: 'r.example/docs:1', user: 1000 } });
    expect(resolveMigration(migration, services)).toMatchObject({ image: 'r.example/docs:1', user: 1000, standIn: false });
  });

  test('has nothing to do where its service is the stand-in', () => {
    expect(resolveMigration(migration, servicesOf({ docs: {} }))).toMatchObject({ standIn: true, command: ['make', 'migrate-up'] });
  });
});
