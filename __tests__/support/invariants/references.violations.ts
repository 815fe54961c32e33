/** What references.ts, lost-values.ts and the guards of secrets.ts have to see. */
import { breaking, type Violation } from './violation';

const config = 'kubernetes_config_map_v1.AppTier_BackendConfig';
const inConfig = `resource.${config}.data.X`;
const secret = 'kubernetes_secret_v1.AppTier_BackendSecrets_A';

const named = (text: string, target: string) =>
  breaking('every name is of something', 'local-app', text)(text, { [inConfig]: text }, `there is no ${target} in this state`);
/** A further read of the example's state. */
const reading = (path: string): Violation =>
  breaking('what is read from a state is in it', 'local-reader', 'data.terraform_remote_state.example')(
    path,
    { 'resource.kubernetes_config_map_v1.Reader.data.X': `\${data.terraform_remote_state.example.outputs${path}}` },
    `local-example has no.outputs${path}`,
  );
const state = breaking('what is read from a state is in it', 'local-reader', 'data.terraform_remote_state.example');
const block = breaking('one state, the same programs', 'local-app', 'terraform');
const providers = 'terraform.required_providers';
const written = breaking('Secrets are written only', 'local-app', secret);

/** Of which `descripton` is misspelt. */
const ruleset = {
  zone_id: 'x',
  name: 'default',
  kind: 'zone',
  phase: 'x',
  rules: [{ action: 'log', expression: 'true', descripton: 'x' }],
};

export const referenceViolations: readonly Violation[] = [
  breaking('every argument is one that Cloudflare’s provider knows', 'local-example', 'cloudflare_ruleset.Rules')(
    'a misspelt argument of a rule',
    { 'resource.cloudflare_ruleset': { Rules: ruleset } },
    'cloudflare_ruleset.rules.descripton is no argument that the provider knows',
  ),
  named('${kubernetes_secret_v1.Gone.metadata[0].name}', 'kubernetes_secret_v1.Gone'),
  named('${data.kubernetes_secret_v1.AppTier_BackendSecrets_A.id}', 'data.kubernetes_secret_v1.AppTier_BackendSecrets_A'),
  named('${ephemeral.random_password.Gone.result}', 'ephemeral.random_password.Gone'),
  named('${jsonencode({"a" = kubernetes_secret_v1.Gone.id})}', 'kubernetes_secret_v1.Gone'),
  named('${join(",", ["x-${kubernetes_secret_v1.Gone.id}"])}', 'kubernetes_secret_v1.Gone'),
  named('%{if kubernetes_secret_v1.Gone.id == ""}x%{endif}', 'kubernetes_secret_v1.Gone'),
  breaking('every name is of something', 'local-app', config)(
    'a dependency on what is not there',
    { [`resource.${config}.depends_on`]: ['kubernetes_job_v1.Gone'] },
    'there is no kubernetes_job_v1.Gone in this state',
  ),

  ...['.redis.host', '.store.host', '.store.hosts[2]', '.store.tls.ca.key', '.store.port.x'].map(reading),
  state(
    'a state of nobody',
    { 'data.terraform_remote_state.example.config.path': '../../../.terraform-state/other-example.tfstate' },
    'no stack of this environment has this state',
  ),
  state(
    'a state in another kind of place',
    { 'data.terraform_remote_state.example.backend': 's3' },
    'no stack of this environment has this state',
  ),

  breaking('what crosses states is published', 'local-example', 'output.cross-stack-output-vpc')(
    'an output that cdktf made',
    { 'output.cross-stack-output-vpc': { value: 'x', sensitive: true } },
    'another stack uses a token of this one; publish it',
  ),

  ...['#{TfToken[TOKEN.1]}', 'a ${TfToken[TOKEN.1]}', -1.8881545897087626e289, 'port -1.8881545897087626e+289'].map((marker) =>
    breaking('no token is left', 'local-app', inConfig)(String(marker), { [inConfig]: marker }, 'the marker of a token'),
  ),
  breaking('no token is left', 'local-app', `${inConfig}.\${TfToken[TOKEN.1]}`)(
    'a key',
    { [inConfig]: { '${TfToken[TOKEN.1]}': 'x' } },
    'the marker of a token',
  ),

  block('no version of Terraform', { 'terraform.required_version': undefined }, 'has no required_version'),
  block('no backend', { 'terraform.backend': undefined }, 'has no backend'),
  breaking('one state, the same programs', 'local-reader', 'terraform.required_providers.kubernetes')(
    'a range of versions',
    { [`${providers}.kubernetes.version`]: '~> 3.2' },
    'is not pinned to one version',
  ),
  breaking('one state, the same programs', 'local-app', 'terraform.required_providers')(
    'a provider of which nothing is said',
    { [`${providers}.random`]: undefined },
    'has no random',
  ),

  ...[{}, { 0: 'A', 1: 'B' }].map((value) =>
    breaking('no value is lost in the bindings', 'local-example', 'cloudflare_zone_setting.Ttl')(
      JSON.stringify(value),
      { 'resource.cloudflare_zone_setting': { Ttl: { setting_id: 'x', value, other: { strict: 'a' } } } },
      'value lost its value; set it by addOverride',
    ),
  ),

  written('values in the state', { [`resource.${secret}.data`]: { A: 'x' } }, 'data is kept in the state'),
  written(
    'a literal value',
    { [`resource.${secret}.data_wo.SESSION_SIGNING_KEY`]: 'x' },
    'data_wo.SESSION_SIGNING_KEY is no value of an ephemeral resource',
  ),
  written(
    'a composed value',
    {
      [`resource.${secret}.data_wo.SESSION_SIGNING_KEY`]: 'x-${ephemeral.random_password.AppTier_BackendSecrets_ASessionSigningKey.result}',
    },
    'data_wo.SESSION_SIGNING_KEY is no value of an ephemeral resource',
  ),
  written(
    'a value that is kept elsewhere',
    { [`resource.${secret}.data_wo.SESSION_SIGNING_KEY`]: '${random_password.X.result}' },
    'data_wo.SESSION_SIGNING_KEY is no value of an ephemeral resource',
  ),
  written('no values', { [`resource.${secret}.data_wo`]: undefined }, 'has no data_wo'),
  ...[undefined, 0, 'x'].map((revision) =>
    written(`the revision ${String(revision)}`, { [`resource.${secret}.data_wo_revision`]: revision }, 'data_wo_revision is not 1 or more'),
  ),

  ...['random_password', 'tls_private_key'].map((type) =>
    breaking('no secret is kept in a state', 'local-example', `${type}.X`)(
      `a resource ${type}`,
      { [`resource.${type}`]: { X: {} } },
      'keeps its value in the state',
    ),
  ),
  breaking('no secret is kept in a state', 'local-example', 'aws_elasticache_replication_group.X')(
    'an argument of which there is a write-only form',
    { 'resource.aws_elasticache_replication_group': { X: { auth_token: '${ephemeral.random_password.Password.result}' } } },
    'auth_token is kept in the state',
  ),
  ...['${ephemeral.random_password.Password.result}', '${aws_secretsmanager_secret_version.X.secret_string}'].map((value) =>
    breaking('no secret is kept in a state', 'local-example', 'output.password')(
      `the output ${value}`,
      { 'output.password': { value: { nested: [value] } } },
      'hands on a value that is secret',
    ),
  ),
];
