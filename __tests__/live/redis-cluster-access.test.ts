/** Who may do what in a Redis Cluster of the rendered texts, with passwords that change and with TLS. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { connect } from 'node:tls';
import { describeLive } from '../support/live';
import { temporaryDirectory, waitFor } from '../support/processes';
import { takesWrites } from './redis/data';
import { isWhole } from './redis/health';
import { Members, redisPrograms, type RedisPrograms } from './redis/members';

jest.setTimeout(240_000);

/** Programs that a password passes by. */
const recorded = ['redis-server', 'redis-cli', 'timeout', 'sha256sum'] as const;

/** Its members are started: whoever has it can stop them, also when they do not come together. */
async function cluster(programs: RedisPrograms, certificates?: string): Promise<Members> {
  const members = await Members.create(programs, { membersPerShard: 2, certificates });
  for (const name of recorded) members.record(name);
  members.startAll();
  return members;
}

describeLive('the users of a Redis Cluster', redisPrograms, (programs) => {
  let members: Members;
  beforeAll(async () => {
    members = await cluster(programs);
    await waitFor('it is whole', () => isWhole(members), 60);
  });
  afterAll(() => members?.stopAll('SIGKILL'));

  test('nobody is let in without a name', async () => {
    expect(await members.cli('redis-a-0', null, 'ping')).toContain('NOAUTH');
    expect(await members.cli('redis-a-0', null, 'auth', members.password('app', 'a'))).toContain('WRONGPASS');
  });

  test.each(['a', 'b'] as const)('the services are let in with the password of slot %s', async (slot) => {
    members.slot = slot;
    expect(await members.cli('redis-a-0', 'app', 'set', 'key', 'value')).toBe('OK');
    members.slot = 'a';
  });

  test.each([
    ['cluster', 'slots'],
    ['cluster', 'shards'],
    ['info'],
    ['role'],
    ['readonly'],
    ['client', 'setname', 'test'],
    ['eval', 'return 1', '0'],
  ])('the services may ask %s %s', async (...words) => {
    expect(await members.cli('redis-a-0', 'app', ...words.filter((word) => word !== undefined))).not.toMatch(/^(NOPERM|NOAUTH|ERR)/);
  });

  test.each([
    ['ping'],
    ['info', 'all'],
    ['cluster', 'info'],
    ['cluster', 'nodes'],
    ['slowlog', 'len'],
    ['latency', 'latest'],
    ['client', 'setname', 'test'],
  ])('the exporter may ask %s %s', async (...words) => {
    expect(await members.cli('redis-a-0', 'monitor', ...words.filter((word) => word !== undefined))).not.toMatch(/^(NOPERM|NOAUTH|ERR)/);
  });

  test.each([
    ['get', 'key'],
    ['set', 'key', 'value'],
    ['keys', '*'],
    ['slowlog', 'get'],
    ['config', 'get', '*'],
    ['monitor'],
    ['acl', 'list'],
  ])('the exporter may not ask %s %s: it sees no data and changes nothing', async (...words) => {
    expect(await members.cli('redis-a-0', 'monitor', ...words.filter((word) => word !== undefined))).toMatch(/^NOPERM/);
  });

  test.each([
    ['flushall'],
    ['keys', '*'],
    ['config', 'get', '*'],
    ['acl', 'list'],
    ['cluster', 'reset'],
    ['cluster', 'failover'],
    ['shutdown', 'nosave'],
    ['replicaof', 'no', 'one'],
  ])('the services may not do %s', async (...words) => {
    expect(await members.cli('redis-a-0', 'app', ...words)).toContain('NOPERM');
  });

  test('the members’ own user sees no data', async () => {
    for (const words of [
      ['get', 'key'],
      ['set', 'key', 'value'],
      ['scan', '0'],
      ['acl', 'list'],
    ]) {
      expect(await members.cli('redis-a-0', 'member', ...words)).toContain('NOPERM');
    }
  });

  test('only replicas of its own shard may copy a member: another shard’s, or an empty disk, is not to be copied', async () => {
    const as = (user: string) => members.cli('redis-a-0', null, 'auth', user, members.password('member', 'a'));
    expect(await as('replica-a')).toBe('OK');
    expect(await as('replica-b')).toContain('WRONGPASS');
  });

  test('no password stands in a process’s arguments, and only digests in the list of users', async () => {
    const passwords = ['app', 'member'].flatMap((user) => (['a', 'b'] as const).map((slot) => members.password(user, slot)));
    await members.script('redis-a-0', 'probe.sh', 'ready');
    const seen = members.recordedArguments();
    for (const program of recorded) expect(seen.some((line) => line.startsWith(`${program} `))).toBe(true);
    const run = path.join(members.directoryOf('redis-a-0'), 'run');
    const leaks = [...seen, readFileSync(path.join(run, 'users.acl'), 'utf8')].filter((text) => passwords.some((it) => text.includes(it)));
    expect(leaks.map((text) => passwords.reduce((shown, it) => shown.replaceAll(it, '(a password)'), text))).toEqual([]);
    expect(statSync(path.join(run, 'member.conf')).mode & 0o777).toBe(0o600);
  });

  test('a member does not start with an empty password, which would let everybody in', async () => {
    await members.stop('redis-c-1');
    const { code, log } = await members.startWithEmptyPassword('redis-c-1', 'app');
    expect(code).toBe(1);
    expect(log).toContain('app-b is empty');
    await members.stop('redis-c-1');
    members.start({ 'redis-c-1': members.newAddress() });
    await waitFor('it is whole', () => isWhole(members), 60);
  });

  test.each(['b', 'a'] as const)('a new value in slot %s: the pods roll, writes go on, and the old password is refused', async (slot) => {
    members.slot = slot === 'a' ? 'b' : 'a'; // the one that stays
    const old = members.password('app', slot);
    for (const user of ['app', 'member']) members.rotate(user, slot);
    for (const name of members.names) {
      await members.script(name, 'handover.sh');
      await members.stop(name);
      members.start({ [name]: members.newAddress() });
      await waitFor(`it is whole after ${name}`, () => isWhole(members), 60);
      expect(await takesWrites(members, name)).toBe(true);
    }
    members.slot = slot;
    expect(await takesWrites(members, 'redis-a-0')).toBe(true);
    expect(await members.cli('redis-a-0', null, 'auth', 'app', old)).toContain('WRONGPASS');
    members.slot = 'a';
  });
});

describeLive('a Redis Cluster with TLS', [...redisPrograms, 'openssl'], (programs) => {
  let members: Members;
  const certificates = temporaryDirectory('redis-certificates');
  const openssl = (...args: string[]) => execFileSync(programs.openssl, args, { cwd: certificates, stdio: 'pipe' });

  function issue(): void {
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tls.key', '-out', 'tls.csr', '-subj', '/CN=redis');
    openssl('x509', '-req', '-in', 'tls.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-out', 'tls.crt');
  }

  const fingerprint = () =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ host: members.addressOf('redis-a-0'), port: members.port, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.once('error', reject);
    });

  beforeAll(async () => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-days',
      '2',
      '-subj',
      '/CN=test authority',
    );
    issue();
    members = await cluster(programs, certificates);
    await waitFor('it is whole', () => isWhole(members), 60);
  });
  afterAll(() => members?.stopAll('SIGKILL'));

  test('forms, and takes writes', async () => {
    expect(await members.cli('redis-a-0', 'member', 'ping')).toBe('PONG');
    expect(await members.cli('redis-a-0', 'app', 'set', '{06S}', 'value')).toBe('OK'); // slot 0
  });

  test('does not speak without TLS', async () => {
    await expect(members.plainCli('redis-a-0', 'app', 'ping')).rejects.toThrow(/closed the connection|reset/);
  });

  test('sends clients to names, which a certificate can be checked for', async () => {
    expect(await members.cli('redis-a-0', 'app', 'cluster', 'slots')).toContain('redis-b-0.redis-members.test.svc');
  });

  test('takes a renewed certificate without a restart', async () => {
    const before = await fingerprint();
    issue();
    await waitFor('the new certificate is shown', async () => (await fingerprint()) !== before, 60);
    await waitFor('it is whole', () => isWhole(members), 60);
    expect(members.serverOf('redis-a-0').log()).not.toMatch(/Failed to configure TLS/);
  });
});
