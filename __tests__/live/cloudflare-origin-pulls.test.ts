/** The commands of docs/cloudflare.md that make and upload the certificate of origin pulls, as they are written there. */
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cdnOn } from '../../config/cdn';
import { loadBalancerOn } from '../../config/load-balancer';
import { input } from '../constructs/cdn/cdn.fixture';
import { describeLive } from '../support/live';

jest.setTimeout(120_000);

const run = promisify(execFile);
const page = readFileSync(path.join(__dirname, '../../docs/cloudflare.md'), 'utf8');

/** A block of the page by the word behind its language. */
function block(name: string): string {
  const found = new RegExp(`^\`\`\`sh ${name}\n([\\s\\S]*?)^\`\`\``, 'm').exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/cloudflare.md has no block ${name}`);
  return found;
}

const token = 'of-a-test';
const API = 'https://api.cloudflare.com/client/v4';

describeLive('the certificate of origin pulls', ['sh', 'openssl', 'curl', 'awk'], ({ sh, openssl }) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'origin-pulls-'));
  const read = (name: string) => readFileSync(path.join(directory, name), 'utf8');
  const execute = (script: string, env: Readonly<Record<string, string>>) =>
    run(sh, ['-c', script], { cwd: directory, env: { PATH: process.env.PATH ?? '', ...env } });
  let server: Server;
  let answer = 200;
  const requests: { readonly request: IncomingMessage; readonly body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        requests.push({ request, body: Buffer.concat(chunks).toString() });
        response.writeHead(answer, { 'content-type': 'application/json' }).end('{"success":true}');
      });
    });
    await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
    await execute(block('make-certificate'), { ZONE: 'openrouter.ai' });
  });
  afterAll(async () => {
    await new Promise((closed) => server.close(closed));
    rmSync(directory, { recursive: true });
  });

  const upload = () => {
    const script = block('upload-certificate');
    expect(script).toContain(`api=${API}\n`);
    return execute(script.replace(API, `http://127.0.0.1:${(server.address() as AddressInfo).port}`), {
      CLOUDFLARE_API_TOKEN: token,
      ZONE_ID: '0123456789abcdef0123456789abcdef',
    });
  };

  test('is one that a client shows, signed by an authority of its own, whose key is gone', () => {
    const [authority, client] = ['authority.pem', 'client.pem'].map((name) => new X509Certificate(read(name)));
    expect([authority?.ca, client?.ca]).toEqual([true, false]);
    expect(authority !== undefined && client?.checkIssued(authority)).toBe(true);
    expect(client?.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(readdirSync(directory).sort()).toEqual(['authority.pem', 'client.key', 'client.pem']);
  });

  test('does not sign another one', async () => {
    const chain = run(openssl, ['verify', '-CAfile', path.join(directory, 'client.pem'), path.join(directory, 'client.pem')]);
    await expect(chain).rejects.toThrow();
  });

  test('the authority’s certificate can be configured at both ends, its client’s key cannot', () => {
    const parse = (pem: string) => [
      cdnOn.aws.safeParse(input({ authenticatedOriginPulls: { enabled: true, certificateAuthority: pem } })).success,
      loadBalancerOn.aws.safeParse({ engine: 'alb', originPullCa: pem }).success,
    ];
    expect(parse(read('authority.pem'))).toEqual([true, true]);
    expect(parse(read('client.key'))).toEqual([false, false]);
  });

  test('a refused upload keeps the key', async () => {
    answer = 403;
    await expect(upload()).rejects.toThrow();
    expect(readdirSync(directory)).toContain('client.key');
  });

  test('is uploaded as it is, and its key is gone then', async () => {
    answer = 200;
    requests.length = 0;
    const sent = { certificate: read('client.pem'), private_key: read('client.key') };
    await upload();
    expect(requests.map(({ request: { method, url, headers } }) => [method, url, headers.authorization, headers['content-type']])).toEqual([
      ['POST', '/zones/0123456789abcdef0123456789abcdef/origin_tls_client_auth', `Bearer ${token}`, 'application/json'],
    ]);
    expect(JSON.parse(requests[0]?.body ?? '') as unknown).toEqual(sent);
    expect(readdirSync(directory).sort()).toEqual(['authority.pem', 'client.pem']);
  });
});
