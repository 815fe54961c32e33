/** What `settings` and paths may not hold: each rule is fed what breaks it, and only that is reported. */
import { loadEnvironments } from '../../../config';
import { staging } from '../../../config/environments/staging';
import { readEnvironment } from '../../../config/load/read-environment';
import { destinationsIn } from '../../../config/rules/destinations';
import { local } from '../../support/environments';

const problemsOf = (change: object) => {
  const read = readEnvironment(local(change));
  return 'problems' in read ? read.problems : [];
};
const settings = (values: object, more: object = {}) => ({ services: { backend: { settings: values, ...more } } });
const internet = { to: 'internet', why: 'model providers' };
const docs = { image: 'r.example/docs:1' };

const secret = /^looks like a secret, .* put it into a Secret that services\.backend\.secretNames names, or into generatedSecrets$/;
const token = ['gh', 'p_', 'x'.repeat(36)].join('');

test.each<readonly [what: string, change: object, path: string, message: RegExp]>([
  ['a name that is a secret’s', settings({ DB_PASSWORD: 'correct horse' }), 'services.backend.settings.DB_PASSWORD', secret],
  ['a key of a provider', settings({ OPENAI_API_KEY: 'abc' }), 'services.backend.settings.OPENAI_API_KEY', secret],
  ['a value that is a secret’s', settings({ ANYTHING: token }), 'services.backend.settings.ANYTHING', secret],
  ['a password in an address', settings({ PROXY: 'http://me:mine@127.0.0.1:3128' }), 'services.backend.settings.PROXY', secret],
  [
    'a reference that nothing fills in',
    settings({ SQL_DSN: 'x $(DATABASE_URL)' }),
    'services.backend.settings.SQL_DSN',
    /^nothing fills in \$\(DATABASE_URL\) here: have the program read DATABASE_URL itself, or write \$\$\(DATABASE_URL\)$/,
  ],
  [
    'mail on a port that is closed',
    settings({ SMTP_HOST: 'smtp.example.com', SMTP_PORT: '587' }),
    'services.backend.settings.SMTP_HOST',
    /^names smtp\.example\.com:587, to which no flow leads: add it to services\.backend\.egress, or say there \{ to: "yours", hosts: \["smtp\.example\.com"\], why \}$/,
  ],
  [
    'a provider in the cluster',
    settings({ VLLM_URL: 'http://vllm.models.svc:8000/v1' }),
    'services.backend.settings.VLLM_URL',
    /^names vllm\.models\.svc:8000, /,
  ],
  ['a proxy', settings({ HTTPS_PROXY: 'http://proxy.corp:3128' }), 'services.backend.settings.HTTPS_PROXY', /^names proxy\.corp:3128, /],
  [
    'a login on the internet, from a frontend',
    { services: { admin: { settings: { OIDC_ISSUER: 'https://login.example.com' } } } },
    'services.admin.settings.OIDC_ISSUER',
    /^names login\.example\.com:443, /,
  ],
  [
    'an address outside the ranges',
    settings({ ES: '10.1.2.3:9200' }, { egress: [internet, { cidrs: ['10.2.0.0/16'], ports: [9200], why: 'search' }] }),
    'services.backend.settings.ES',
    /^names 10\.1\.2\.3:9200, /,
  ],
  [
    'a path that is nginx’ own',
    { services: { docs: { ...docs, host: 'openrouter.ai', path: '/.error' } } },
    'services.docs.path',
    /own; choose another path$/,
  ],
  [
    'a stream at a path that is nginx’ own',
    { services: { backend: { streaming: ['/.error'] } } },
    'services.backend.streaming.0',
    /own; choose another path$/,
  ],
  [
    'a stream below the path of another service',
    { services: { portal: { streaming: ['/docs/live'] }, docs: { ...docs, host: 'openrouter.ai', path: '/docs' } } },
    'services.portal.streaming.0',
    /^\/docs\/live is a path that "docs" answers; name it at the service that answers it$/,
  ],
  [
    'a stream beside the service’s own path',
    { services: { docs: { ...docs, host: 'openrouter.ai', path: '/docs', streaming: ['/live'] } } },
    'services.docs.streaming.0',
    /^\/live is a path that "portal" answers; /,
  ],
  [
    'a namespace of the cluster',
    { namespace: { name: 'kube-system' } },
    'namespace.name',
    /^must not be a namespace of the cluster itself: .*; got "kube-system"$/,
  ],
  ['the default namespace', { namespace: { name: 'default' } }, 'namespace.name', /^must not be a namespace of the cluster itself/],
  [
    'a namespace whose second one has no name',
    { namespace: { name: 'n'.repeat(58) } },
    'namespace.name',
    /^must have 57 characters at most/,
  ],
  [
    'a front of Grafana that cannot connect',
    { monitoring: { ...(local()['monitoring'] as object), grafana: { host: 'grafana.example.com' } } },
    'monitoring.grafana.from',
    /^is required/,
  ],
  [
    'a remote write to a port that is closed',
    {
      monitoring: {
        ...(local()['monitoring'] as object),
        remoteWrite: { type: 'url', url: 'https://mimir.example.com:9201/push', credentialsSecret: 'mimir' },
      },
    },
    'monitoring.remoteWrite.url',
    /^must be a URL without a port/,
  ],
  [
    'labels that no pod can have',
    { services: { backend: { egress: [{ namespace: 'mail', podLabels: { app: 'x'.repeat(64) }, ports: [25], why: 'mail' }] } } },
    'services.backend.egress.0.podLabels.app',
    /^must be the value of a label/,
  ],
])('%s is refused', (_, change, path, message) => {
  expect(problemsOf(change)).toEqual([{ path, message: expect.stringMatching(message) as string }]);
});

test.each([
  ['what is no secret', settings({ MAX_TOKENS: '5', PUBLIC_KEY: 'abc', JWT_SECRET: '/run/secrets/jwt', SESSION_TOKEN: '' })],
  ['a reference that is meant to stay', settings({ TEXT: '$$(NAME)' })],
  ['a public host on 443', settings({ OPENAI_BASE: 'https://api.example.com/v1' })],
  [
    'its own hosts, itself, and services that it calls',
    { services: { admin: { settings: { A: 'https://openrouter.ai/x', B: 'http://localhost:9000', C: 'http://backend' } } } },
  ],
  [
    'a range and port of egress',
    settings(
      { ES: 'http://10.2.3.4:9200', SMTP_HOST: 'relay.example.com', SMTP_PORT: '587' },
      {
        egress: [
          internet,
          { cidrs: ['10.2.0.0/16'], ports: [9200], why: 'search' },
          { cidrs: ['192.0.2.7/32'], ports: [587], why: 'mail' },
        ],
      },
    ),
  ],
  [
    'pods of a namespace',
    settings(
      { VLLM_URL: 'http://vllm.models.svc:80/v1' },
      { egress: [internet, { namespace: 'models', podLabels: { app: 'vllm' }, ports: [8000], why: 'models' }] },
    ),
  ],
  [
    'a way that is yours',
    settings(
      { HTTPS_PROXY: 'http://proxy.corp:3128' },
      { egress: [internet, { to: 'yours', hosts: ['proxy.corp'], why: 'our operator opens it' }] },
    ),
  ],
])('allowed: %s', (_, change) => {
  expect(problemsOf(change)).toEqual([]);
});

test('every form of a destination is seen, and what is none is not', () => {
  const at = (value: string) => destinationsIn({ X: value }).map(({ host, port }) => `${host}:${port}`);
  expect(at('redis://a.example,b.example:26379')).toEqual(['a.example:6379', 'b.example:26379']);
  expect(at('postgresql+asyncpg://u@db.example/x')).toEqual(['db.example:5432']);
  expect(at('10.0.0.1:80')).toEqual(['10.0.0.1:80']);
  for (const text of ['12:30', 'info', 'r.example/b:1.2', 'a:b', '/x:80', '3.5', 'urn:x:1']) expect(at(text)).toEqual([]);
});

test('the roles of the workflows are of the account', () => {
  const other = {
    ...staging,
    automation: { ...staging.automation, planRole: 'arn:aws:iam::111122223333:role/plan' },
  };
  expect(() => loadEnvironments(['staging'], { staging: other })).toThrow(
    /^staging: automation\.planRole: must be a role of aws\.accountId 000000000001; got "arn:aws:iam::111122223333:role\/plan"$/,
  );
});

test.each(['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'])('a region of another partition is refused: %s', (region) => {
  const other = { ...staging, aws: { ...staging.aws, region } };
  expect(() => loadEnvironments(['staging'], { staging: other })).toThrow(/^staging: aws\.region: must be a region of the partition aws: /);
});

test('every committed environment is accepted', () => {
  expect(() => loadEnvironments([])).not.toThrow();
});

test('Grafana’s front has a flow, and so have the probes to pods of the load balancer', () => {
  const change = {
    monitoring: {
      ...(local()['monitoring'] as object),
      grafana: { host: 'grafana.example.com', from: { namespace: 'vpn', podLabels: { app: 'proxy' } } },
    },
    loadBalancer: { engine: 'nginx', exposure: { type: 'LoadBalancer' } },
  };
  const [environment] = loadEnvironments(['local'], { local: local(change) });
  const flows = environment?.flows.map(({ from, to, port }) => `${from} → ${to}:${port}`);
  expect(flows).toEqual(expect.arrayContaining(['front of grafana → grafana:http', 'blackbox-exporter → load-balancer:https']));
  expect(environment?.components['front of grafana']).toEqual({ ports: {}, runsAs: { namespace: 'vpn', podLabels: { app: 'proxy' } } });
});
