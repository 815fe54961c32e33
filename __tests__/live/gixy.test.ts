/** gixy over every nginx.conf that is rendered. What is left out stands in .gixy.json. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadBalancerConfig } from '../../config';
import { proxyOptions } from '../../constructs/load-balancer/balancer-pods';
import { nginxConf } from '../../constructs/load-balancer/nginx/nginx-conf';
import { configOf, limits, routes } from '../constructs/load-balancer/load-balancer.fixture';
import { needless, reasonsIn, unexplained, type Finding } from '../support/findings';
import { synthesisOf, titles } from '../support/invariants/synthesis';
import { knownManifests } from '../support/known-manifests';
import { describeLive } from '../support/live';
import { temporaryDirectory } from '../support/watchdog';

jest.setTimeout(120_000);

const reasons = reasonsIn('.gixy.json');
const golden = path.join(__dirname, '../constructs/load-balancer/golden');

/** nginx that faces browsers itself, which no environment of this program has. */
function facingBrowsers(): string {
  const config = configOf({ engine: 'nginx', tls: { enabled: true, secret: 'load-balancer-tls' } });
  const options = proxyOptions({
    config: config as Extract<LoadBalancerConfig, { engine: 'nginx' }>,
    ...{ routes, limits, facesClients: true },
  });
  const endpoints = Object.fromEntries(routes.map(({ service, port }) => [service, [{ host: service, port }]]));
  return nginxConf({ ...options, endpoints, writablePath: '/tmp', accessLog: '/dev/stdout', user: null });
}

/** As pods read them, the stand-in's among them. */
const deployed = titles.flatMap((title) =>
  synthesisOf(title)
    .stacks.flatMap(knownManifests)
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ metadata, ['data']: data = {} }) =>
      Object.entries(data as Readonly<Record<string, string>>)
        .filter(([file]) => file === 'nginx.conf')
        .map(([file, text]) => [`${title}: ${metadata.name} ${file}`, text] as const),
    ),
);

const texts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    readdirSync(golden)
      .filter((file) => file.endsWith('.conf'))
      .map((file) => [`golden ${file}`, readFileSync(path.join(golden, file), 'utf8')]),
  ),
  'facing browsers': facingBrowsers(),
  ...Object.fromEntries(deployed),
};

describeLive('gixy', ['gixy'], ({ gixy }) => {
  const directory = temporaryDirectory('gixy');

  function lint(subject: string, text: string): readonly Finding[] {
    const file = path.join(directory, 'nginx.conf');
    writeFileSync(file, text);
    const { stdout, stderr, status } = spawnSync(gixy, ['--format', 'json', file], { encoding: 'utf8' });
    // It ends with 1 where it found something.
    if ((status !== 0 && status !== 1) || !stdout.startsWith('[')) throw new Error(`gixy ended with ${status}: ${stderr.slice(-600)}`);
    const found = JSON.parse(stdout) as readonly { plugin: string; summary: string; reason: string; config: string }[];
    return found.map(({ plugin, summary, reason, config }) => ({
      check: plugin,
      subject,
      detail: [reason || summary, config.replace(/\s+/g, ' ').trim()].join(': '),
    }));
  }

  describe('of what is rendered', () => {
    let findings: readonly Finding[];
    beforeAll(() => (findings = Object.entries(texts).flatMap(([subject, text]) => lint(subject, text))));

    test('finds nothing that has no reason', () => {
      expect(unexplained(findings, reasons)).toEqual([]);
    });

    test('needs every reason', () => {
      expect(needless(findings, reasons)).toEqual([]);
    });

    test('is all of it', () => {
      expect(deployed.map(([subject]) => subject)).toEqual(expect.arrayContaining([expect.stringMatching(/^local: load-balancer/)]));
      expect(Object.values(texts).every((text) => text.includes('worker_processes'))).toBe(true);
    });
  });

  test('finds a header that a client may split, a host that it may choose and a map with holes', () => {
    const text = `events {
  worker_connections 64;
}
http {
  server_tokens on;
  map $http_x_group $group {
    a one;
    b two;
  }
  server {
    listen 127.0.0.1:8080 default_server;
    server_name _;
    location ~ /go/(?<where>.*) {
      return 302 http://$where;
      add_header X-Where $uri;
    }
    location / {
      proxy_set_header Host $http_host;
      proxy_pass http://$arg_host;
    }
  }
}
`;
    const found = unexplained(lint('violation', text), reasons);
    for (const check of ['host_spoofing', 'hash_without_default', 'http_splitting', 'ssrf'])
      expect(found).toContainEqual(expect.stringContaining(`violation: ${check}: `));
  });
});
