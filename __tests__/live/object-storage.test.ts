/** The real S3 server with the rendered start script, and rclone with the rendered identities. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { versions } from '../../config';
import { describeLive } from '../support/live';
import { loopback, temporaryDirectory, waitFor } from '../support/processes';
import { buckets, Gateway, gatewayPrograms } from './object-storage/gateway';

jest.setTimeout(120_000);

const files = temporaryDirectory('files');
const small = path.join(files, 'small');
/** More than one part of an upload in parts. */
const large = path.join(files, 'large');
writeFileSync(small, 'small');
writeFileSync(large, randomBytes(12 * 1024 * 1024));
const inParts = ['--s3-upload-cutoff', '5M', '--s3-chunk-size', '5M'];

const at = (purpose: keyof typeof buckets, key = '') => `:s3:${buckets[purpose]}${key === '' ? '' : `/${key}`}`;
const refused = { ok: false, output: expect.stringMatching(/AccessDenied|Forbidden/) as string };

describeLive('object storage', gatewayPrograms, (programs) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.create(programs, { tls: false });
    await gateway.start();
  });
  afterAll(() => gateway?.stop());

  test('is the version whose image config/versions.ts names', () => {
    const version = /^Version\s*: (\S+)$/m.exec(execFileSync(programs.versitygw, ['--version'], { encoding: 'utf8' }))?.[1];
    expect(versions.images.versitygw).toBe(`versity/versitygw:${version}`);
  });

  describe.each(['assets', 'backups'] as const)('the identity of %s', (purpose) => {
    const other = purpose === 'assets' ? 'backups' : 'assets';

    test('uploads to its bucket, lists it and reads it back', async () => {
      expect(await gateway.rclone(purpose, 'copyto', small, at(purpose, 'directory/small'))).toEqual({ ok: true, output: '' });
      expect(await gateway.rclone(purpose, 'lsf', at(purpose, 'directory'))).toEqual({ ok: true, output: 'small\n' });
      expect(await gateway.rclone(purpose, 'cat', at(purpose, 'directory/small'))).toEqual({ ok: true, output: 'small' });
    });

    test('uploads in parts, and what is there is what was sent', async () => {
      expect(await gateway.rclone(purpose, 'copyto', ...inParts, large, at(purpose, 'large'))).toEqual({ ok: true, output: '' });
      expect(await gateway.rclone(purpose, 'check', '--download', '--include', 'large', files, at(purpose))).toEqual(
        expect.objectContaining({ ok: true }),
      );
    });

    test('is let in with the keys of both slots', async () => {
      const withB = { id: `${purpose}-b`, secret: gateway.secretKey(purpose, 'b') };
      expect(await gateway.rcloneWith(withB, 'cat', at(purpose, 'directory/small'))).toEqual({ ok: true, output: 'small' });
    });

    test('is refused in the bucket of the other', async () => {
      await gateway.rclone(other, 'copyto', small, at(other, 'theirs'));
      expect(await gateway.rclone(purpose, 'copyto', small, at(other, 'mine'))).toEqual(refused);
      expect(await gateway.rclone(purpose, 'cat', at(other, 'theirs'))).toEqual(refused);
      expect(await gateway.rclone(purpose, 'lsf', at(other))).toEqual(refused);
      expect((await gateway.rclone(purpose, 'deletefile', at(other, 'theirs'))).ok).toBe(false);
      expect(await gateway.rclone(other, 'cat', at(other, 'theirs'))).toEqual({ ok: true, output: 'small' });
    });

    test('makes no buckets, takes none away, and changes no policy', async () => {
      expect((await gateway.rclone(purpose, 'mkdir', '--s3-no-check-bucket=false', ':s3:another')).ok).toBe(false);
      expect((await gateway.rclone(purpose, 'purge', at(other))).ok).toBe(false);
      expect((await gateway.rclone(purpose, 'rmdir', at(purpose))).ok).toBe(false);
      expect(await gateway.rclone(purpose, 'lsf', at(purpose))).toEqual(expect.objectContaining({ ok: true }));
    });

    test('is refused with a wrong secret key, and nobody is let in with the empty one', async () => {
      for (const secret of [randomBytes(24).toString('hex'), gateway.secretKey(other, 'a')]) {
        const result = await gateway.rcloneWith({ id: `${purpose}-a`, secret }, 'lsf', at(purpose));
        expect(result).toEqual({ ok: false, output: expect.stringContaining('SignatureDoesNotMatch') as string });
      }
      expect((await gateway.rcloneWith({ id: '', secret: '' }, 'lsf', at(purpose))).ok).toBe(false);
    });
  });

  test('assets can be deleted', async () => {
    await gateway.rclone('assets', 'copyto', small, at('assets', 'old'));
    expect(await gateway.rclone('assets', 'deletefile', at('assets', 'old'))).toEqual({ ok: true, output: '' });
    expect((await gateway.rclone('assets', 'lsf', at('assets'))).output.split('\n')).not.toContain('old');
  });

  test('backups can, when their time is over', async () => {
    await gateway.rclone('backups', 'copyto', small, at('backups', 'old'));
    await gateway.rclone('backups', 'copyto', small, at('backups', 'kept'));
    expect(await gateway.rclone('backups', 'deletefile', at('backups', 'old'))).toMatchObject({ ok: true });
    expect(await gateway.rclone('backups', 'cat', at('backups', 'kept'))).toEqual({ ok: true, output: 'small' });
  });

  test('nobody knows the secret key of the root user, and the administrators’ interface is not on the network', async () => {
    expect((await gateway.rcloneWith({ id: 'root', secret: 'root' }, 'lsf', at('assets'))).ok).toBe(false);
    expect(readFileSync(path.join(gateway.paths.run, 'users.json'), 'utf8')).not.toContain('root');
  });

  test('a restart keeps the data and puts back a policy that was lost', async () => {
    await gateway.rclone('assets', 'copyto', large, at('assets', 'stays'));
    await gateway.stop();
    rmSync(path.join(gateway.paths.data, 'metadata', buckets.backups, 'meta'), { recursive: true });
    await gateway.start();
    expect(await gateway.rclone('assets', 'check', '--download', '--include', 'stays', '--one-way', at('assets'), at('assets'))).toEqual(
      expect.objectContaining({ ok: true }),
    );
    expect(await gateway.rclone('backups', 'cat', at('backups', 'kept'))).toEqual({ ok: true, output: 'small' });
    expect(await gateway.rclone('assets', 'cat', at('backups', 'kept'))).toEqual(refused);
  });

  test('after a rotation the new key is let in, the old one is not, and that of the other slot still is', async () => {
    const old = gateway.secretKey('assets', 'a');
    gateway.rotate('assets', 'a');
    await gateway.stop();
    await gateway.start();
    expect((await gateway.rclone('assets', 'lsf', at('assets'))).ok).toBe(true);
    expect((await gateway.rcloneWith({ id: 'assets-a', secret: old }, 'lsf', at('assets'))).ok).toBe(false);
    expect((await gateway.rcloneWith({ id: 'assets-b', secret: gateway.secretKey('assets', 'b') }, 'lsf', at('assets'))).ok).toBe(true);
  });

  test('its log has no secret key', () => {
    expect(gateway.log).toContain('assets-a');
    expect(gateway.log.includes(gateway.secretKey('assets', 'a'))).toBe(false);
  });

  test('it does not start with an empty secret key', async () => {
    await gateway.stop();
    const key = gateway.secretKey('backups', 'b');
    gateway.setKey('backups', 'b', '');
    expect(await gateway.failedStart()).toEqual({ code: 1, log: expect.stringContaining('backups-b is empty') as string });
    gateway.setKey('backups', 'b', key);
    await gateway.start();
  });
});

describeLive('object storage with TLS', gatewayPrograms, (programs) => {
  let gateway: Gateway;
  const openssl = (...args: string[]) => execFileSync(programs.openssl, args, { cwd: gateway.paths.certificates, stdio: 'pipe' });

  function issue(): void {
    const subject = ['-subj', '/CN=object-storage', '-addext', `subjectAltName=IP:${loopback}`];
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tls.key', '-out', 'tls.csr', ...subject);
    const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-copy_extensions', 'copy'];
    openssl('x509', '-req', '-in', 'tls.csr', ...authority, '-out', 'tls.crt');
  }

  beforeAll(async () => {
    gateway = await Gateway.create(programs, { tls: true });
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
    await gateway.start();
  });
  afterAll(() => gateway?.stop());

  test('takes uploads', async () => {
    expect(await gateway.rclone('assets', 'copyto', small, at('assets', 'small'))).toEqual({ ok: true, output: '' });
  });

  test('takes a renewed certificate without a restart', async () => {
    const before = await gateway.fingerprint();
    issue();
    await waitFor('the new certificate is shown', async () => (await gateway.fingerprint()) !== before, 60);
    expect((await gateway.rclone('assets', 'lsf', at('assets'))).ok).toBe(true);
  });
});
