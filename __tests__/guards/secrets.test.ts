/** No secret is in any file of a synth, nor in the manifests. Secrets of the tests are made when they run. */
import { randomBytes } from 'node:crypto';
import { manifestsOfEnvironment } from '../../scripts/manifests';
import { toYaml } from '../../scripts/manifests/to-yaml';
import { secretFiles, secretsIn } from '../support/invariants/secrets';
import { synthesisOf, titles } from '../support/invariants/synthesis';

describe.each(titles)('the environment %s', (title) => {
  test('has no secret in any file of its synth', () => {
    const { files, stacks } = synthesisOf(title);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['manifest.json', ...stacks.map(({ name }) => `stacks/${name}/cdk.tf.json`)]),
    );
    expect(secretFiles({ files })).toEqual([]);
  });

  const { environment } = synthesisOf(title);
  if (environment.target === 'kubernetes') {
    test('has no secret in its manifests', () => {
      const yaml = manifestsOfEnvironment(environment).map(({ objects }) => toYaml(objects));
      expect(yaml.join('')).toContain('kind: Secret');
      expect(yaml.flatMap(secretsIn)).toEqual([]);
    });
  }
});

/** Letters in both cases and digits, as keys are. */
const random = `aA0${randomBytes(30).toString('hex')}`;
const pem = `-----BEGIN ${'RSA '}PRIVATE KEY-----`;
const pod = (variable: object) => JSON.stringify({ resource: { a: { b: { spec: [{ container: [{ env: [variable] }] }] } } } });
const config = (data: object) => JSON.stringify({ resource: { kubernetes_config_map_v1: { X: { data } } } });

describe('a secret is seen', () => {
  test.each([
    ['a private key', config({ 'tls.key': `${pem}\n${random}` })],
    ['a private key', `# any file\n${pem}`],
    ['an access key of AWS', config({ ID: `AKIA${'A1'.repeat(8)}` })],
    ['a token of GitHub', `token: ghp_${random.slice(0, 36)}`],
    ['a token of Slack', `hook: xoxb-${random}`],
    ['a key of a model provider', config({ X: `sk-${random}` })],
    ['a JSON Web Token', config({ X: `eyJ${random}.eyJ${random}.${random}` })],
    ['a URL with a password', config({ URL: `postgres://app:${random}@db.example/x` })],
    ['a URL with a password', config({ URL: `redis://:${random}@redis.example` })],
    ['a password in SQL', config({ 'init.sql': `ALTER ROLE app\n  PASSWORD '${random}';` })],
    ['a password of Redis', config({ 'redis.conf': `port 6379\nrequirepass ${random}\n` })],
    ['a password in a file', config({ 'patroni.yml': `authentication:\n  superuser:\n    password: ${random}\n` })],
    ['a password in a file', config({ 'grafana.ini': `[security]\nadmin_password = "${random}"\n` })],
    ['DATABASE_PASSWORD has a literal value', pod({ name: 'DATABASE_PASSWORD', value: 'short' })],
    ['API_KEY has a literal value', pod({ value: random, name: 'API_KEY' })],
    ['SESSION_SECRET has a literal value', config({ SESSION_SECRET: random })],
    ['TOKEN_OF_BOT has a literal value', config({ TOKEN_OF_BOT: random })],
    ['GRAFANA_TOKEN has a literal value', `services:\n  grafana:\n    environment:\n      GRAFANA_TOKEN: ${random}\n`],
    ['RCLONE_SECRET has a literal value', config({ '.env': `A=1\nexport RCLONE_SECRET="${random}"\n` })],
    ['ADMIN_PASSWORD has a literal value', pod({ name: 'ADMIN_PASSWORD', value: `$2y$10$${random}` })],
    ['RCLONE_SECRET has a literal value', `A=1\nRCLONE_SECRET=${random}\n: [`],
  ])('%s', (what, text) => {
    const found = secretsIn(text);
    expect(found).toContain(what);
    expect(found.join()).not.toContain(random);
    expect(secretFiles({ files: { 'any.json': text } })).toContain(`any.json: ${what}`);
  });
});

test.each([
  [
    'a reference to a Secret',
    pod({ name: 'DATABASE_PASSWORD', value_from: [{ secret_key_ref: [{ name: 'postgres-app', key: 'password' }] }] }),
  ],
  ['a variable of the pod', pod({ name: 'DATABASE_URL', value: 'postgres://$(DATABASE_USERNAME):$(DATABASE_PASSWORD)@db:5432/x' })],
  ['a variable of the pod under another name', pod({ name: 'PGPASSWORD', value: '$(DATABASE_PASSWORD)' })],
  ['an ephemeral value', config({ SESSION_KEY: '${ephemeral.random_password.X.result}' })],
  ['where a secret is', pod({ name: 'TLS_KEY_FILE', value: '/etc/tls/tls.key' })],
  ['the name of a Secret', pod({ name: 'SECRET_NAME', value: 'postgres-app' })],
  ['a number', config({ KEEP_ALIVE_SECONDS: '1260', TOKEN_LIMIT: '4096' })],
  ['a variable of a shell', config({ 'backup.sh': 'export PGPASSWORD="$DATABASE_PASSWORD"\nRCLONE_SECRET=${SECRET}\n' })],
  ['what a shell makes when it runs', config({ 'start.sh': 'ROOT_SECRET_KEY=$(head -c 32 /dev/urandom | sha256sum)\n' })],
  ['SQL with a variable of psql', config({ 'roles.sql': "ALTER ROLE app PASSWORD :'password';" })],
  ['a password that is filled in', config({ 'x.yml': 'password: ${PASSWORD}\npassword: "{{ password }}"\npassword: $__env{X}\n' })],
  ['a certificate', config({ 'ca.crt': '-----BEGIN CERTIFICATE-----' })],
  ['the key of an object', JSON.stringify({ terraform: { backend: { s3: { key: 'local/local-app.tfstate' } } }, key: 'password' })],
])('no secret: %s', (_, text) => {
  expect(secretsIn(text)).toEqual([]);
});
