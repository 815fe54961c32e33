/** Three real members elect a primary by the rendered texts, and let in whom they should. */
import { controlPlanePrograms } from '../support/control-plane';
import { describeLive } from '../support/live';
import { detour, type Login } from './postgres/client';
import { MEMBER_ADDRESS, NAMESPACE, startCluster, type Cluster } from './postgres/cluster';
import { postgresPrograms } from './postgres/programs';
import type { Member } from './postgres/member';

jest.setTimeout(300_000);

/** Another machine, to those who look at the source. */
const ELSEWHERE = '127.1.2.3';

describeLive('PostgreSQL under Patroni', [...postgresPrograms, ...controlPlanePrograms], (programs) => {
  let cluster: Cluster;
  let primary: Member;
  let admin: Login;
  const log = () => cluster.members.map((member) => member.log()).join('\n');

  beforeAll(async () => {
    cluster = await startCluster(programs);
    await cluster.waitUntilWhole();
    primary = await cluster.primary();
    admin = { host: MEMBER_ADDRESS, port: primary.ports.postgres, user: 'admin_a', password: cluster.password('admin', 'a') };
  });
  afterAll(() => cluster?.stop());

  describe('the members', () => {
    test('elect one primary, and Kubernetes can tell it from the replicas', async () => {
      const labels = await cluster.controlPlane.kubectl([
        '-n',
        NAMESPACE,
        'get',
        'pods',
        '-o',
        'jsonpath={.items[*].metadata.labels.role}',
      ]);
      expect(labels.split(' ').sort()).toEqual(['primary', 'replica', 'replica']);
    });

    test('replicate with TLS, and only as the role that is for it', async () => {
      const sessions = 'SELECT usename, ssl, sync_state FROM pg_stat_replication JOIN pg_stat_ssl USING (pid) ORDER BY sync_state';
      await expect(cluster.inside(primary, sessions)).resolves.toBe('replication_a|t|async\nreplication_a|t|sync');
    });

    test('have checksums, statistics of statements, and the settings of the whole cluster', async () => {
      const settings = "SELECT current_setting('data_checksums'), current_setting('max_connections'), count(*) > 0 FROM pg_stat_statements";
      await expect(cluster.inside(primary, settings, 'template1')).resolves.toBe('on|40|t');
    });

    test('log a slow statement without its values, and no quick one', async () => {
      await cluster.inside(primary, "SELECT pg_sleep(0.6), $1::text \\bind 'somebody' \\g\nSELECT $1::text \\bind quick \\g");
      expect(primary.log()).toMatch(/duration: \d+\.\d+ ms .*SELECT pg_sleep\(0\.6\), \$1::text/);
      expect(primary.log()).not.toContain('somebody');
      expect(primary.log()).not.toMatch(/duration: .*: SELECT \$1::text/);
    });

    test('ask the API server for nothing they may not', () => {
      expect(log()).not.toMatch(/Permission denied|\(403\)|forbidden/i);
    });

    test.each([
      [true, 'patch', 'configmaps', 'postgres-leader'],
      [false, 'delete', 'configmaps', 'postgres-leader'],
      [false, 'get', 'configmaps', 'backend-config'],
      [false, 'patch', 'configmaps', 'backend-config'],
      [false, 'get', 'secrets', ''],
      [false, 'list', 'secrets', ''],
      [true, 'patch', 'pods', 'postgres-0'],
      [false, 'patch', 'pods', 'backend-0'],
      [false, 'delete', 'pods', 'postgres-0'],
      [false, 'create', 'pods', ''],
    ])('are allowed (%p) to %s %s %s', async (allowed, verb, resource, name) => {
      const asked = {
        spec: {
          user: `system:serviceaccount:${NAMESPACE}:postgres`,
          resourceAttributes: { namespace: NAMESPACE, verb, resource, name },
        },
      };
      const review = cluster.controlPlane.api.call('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', asked);
      await expect(review).resolves.toMatchObject({ status: { allowed } });
    });
  });

  describe('a connection', () => {
    const refused = 'no pg_hba.conf entry';

    test('with TLS, the right password and a known source is let in', async () => {
      await expect(cluster.query('SELECT session_user, current_user', admin)).resolves.toBe('admin_a|admin');
    });

    test('with a wrong password is refused', async () => {
      await expect(cluster.query('SELECT', { ...admin, password: 'wrong' })).rejects.toThrow('password authentication failed');
    });

    test('without TLS is refused', async () => {
      await expect(cluster.query('SELECT', { ...admin, sslMode: 'disable' })).rejects.toThrow(/no pg_hba.conf entry.*no encryption/);
    });

    test('from another source is refused', async () => {
      const to = [primary.address, primary.ports.postgres] as const;
      const [near, far] = [await detour(MEMBER_ADDRESS, ...to), await detour(ELSEWHERE, ...to)];
      await expect(cluster.query('SELECT 1', { ...admin, port: near })).resolves.toBe('1');
      await expect(cluster.query('SELECT 1', { ...admin, port: far })).rejects.toThrow(refused);
    });

    test('as superuser is refused, whatever the password', async () => {
      await expect(cluster.query('SELECT', { ...admin, user: 'postgres' })).rejects.toThrow('pg_hba.conf rejects connection');
    });

    test.each(['replication', 'rewind'] as const)('as %s is for members and not for queries', async (purpose) => {
      const login = { ...admin, user: `${purpose}_a`, password: cluster.password(purpose, 'a'), database: 'template1' };
      await expect(cluster.query('SELECT', login)).rejects.toThrow('pg_hba.conf rejects connection');
    });
  });

  describe('Patroni’s own interface', () => {
    const ask = (port: number, method: string, path: string) => fetch(`http://${MEMBER_ADDRESS}:${port}/${path}`, { method });

    test('tells everybody how the member is', async () => {
      expect((await ask(primary.ports.patroni, 'GET', 'readiness')).status).toBe(200);
      expect(await (await ask(primary.ports.patroni, 'GET', 'metrics')).text()).toContain('patroni_sync_standby');
    });

    test('takes orders from members only', async () => {
      const far = await detour(ELSEWHERE, primary.address, primary.ports.patroni);
      expect((await ask(far, 'POST', 'reload')).status).toBe(403);
      expect((await ask(primary.ports.patroni, 'POST', 'reload')).status).toBe(202);
    });
  });

  test('no password is in a log', () => {
    for (const purpose of ['admin', 'replication', 'rewind'] as const) {
      for (const slot of ['a', 'b'] as const) expect(log()).not.toContain(cluster.password(purpose, slot));
    }
  });
});
