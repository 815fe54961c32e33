/** What the S3 server makes of damaged files: an object that is on its disk is in its lists, and nobody gets more rights. */
import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeLive } from '../support/live';
import { temporaryDirectory, waitFor } from '../support/processes';
import { buckets, Gateway, gatewayPrograms } from './object-storage/gateway';

jest.setTimeout(120_000);

const at = `:s3:${buckets.assets}/directory`;
const text = 'what is in it';

describeLive('object storage whose files are damaged', gatewayPrograms, (programs) => {
  const files = temporaryDirectory('files');
  const whole = path.join(files, 'whole');
  let gateway: Gateway;
  const metadata = (name: string) => path.join(gateway.paths.data, 'metadata', name);
  const ofObject = (name: string) => metadata(`${buckets.assets}/directory/object/meta/${name}`);
  const ofBucket = (name: string) => metadata(`${buckets.assets}/meta/${name}`);

  beforeAll(async () => {
    gateway = await Gateway.create(programs, { tls: false });
    await gateway.start();
    const file = path.join(files, 'object');
    writeFileSync(file, text);
    await gateway.rclone('assets', 'copyto', '--metadata', '--metadata-set', 'a=b', file, `${at}/object`);
    await gateway.stop();
    cpSync(gateway.paths.data, whole, { recursive: true });
  });
  afterEach(() => gateway?.stop());

  const cut = (name: string) => () => truncateSync(ofObject(name), 5);
  const empty = (name: string) => () => truncateSync(ofObject(name), 0);
  test.each<readonly [string, () => void]>([
    ['nothing', () => undefined],
    ['an empty checksum', empty('checksums')],
    ['a cut checksum', cut('checksums')],
    ['an empty tag', empty('etag')],
    ['a cut tag', cut('etag')],
    ['an empty type', empty('content-type')],
    ['empty metadata', empty('metadata')],
    ['cut metadata', cut('metadata')],
    ['no metadata of the object', () => rmSync(ofObject(''), { recursive: true })],
    ['no metadata at all', () => rmSync(metadata(''), { recursive: true })],
    ['an empty list of rights', () => ['acl', 'policy', 'ownership'].forEach((name) => truncateSync(ofBucket(name), 0))],
    ['the rights of another bucket', () => cpSync(metadata(`${buckets.backups}/meta`), ofBucket(''), { recursive: true, force: true })],
  ])('%s: the object is listed and read, and nobody else gets it', async (_, harm) => {
    rmSync(gateway.paths.data, { recursive: true });
    cpSync(whole, gateway.paths.data, { recursive: true });
    harm();
    await gateway.start();
    const listed = async () => (await gateway.rclone('assets', 'lsf', at)).output === 'object\n';
    await waitFor('it is listed', listed, 30);
    expect(await gateway.rclone('assets', 'cat', `${at}/object`)).toEqual({ ok: true, output: text });
    expect(await gateway.rclone('backups', 'cat', `${at}/object`)).toMatchObject({ ok: false });
  });

  test('says of which object it has removed the checksum, and leaves the others', async () => {
    rmSync(gateway.paths.data, { recursive: true });
    cpSync(whole, gateway.paths.data, { recursive: true });
    const checksum = readFileSync(ofObject('checksums'), 'utf8');
    await gateway.start();
    await gateway.stop();
    expect(readFileSync(ofObject('checksums'), 'utf8')).toBe(checksum);
    empty('checksums')();
    await gateway.start();
    await waitFor('it says so', () => gateway.log.includes('directory/object/meta/checksums was cut: removed'), 30);
  });
});
