/** What state.ts and order.ts have to see. */
import { breaking, type Violation } from './violation';

const backend = 'kubernetes_deployment_v1.AppTier_Backend_Deployment';
const migration = 'kubernetes_job_v1.AppTier_Migration_Job';
const store = 'kubernetes_stateful_set_v1.Store';
const backup = 'kubernetes_cron_job_v1.Backup';
const claim = 'kubernetes_persistent_volume_claim_v1.Data1';

const lost = (address: string, stack: Violation['stack'] = 'local-example') => breaking('what holds data is protected', stack, address);
const kept = breaking('volumes outlive their set', 'local-example', store);
const ordered = breaking('pods come after what they need', 'local-app', backend);
const orderedStore = breaking('pods come after what they need', 'local-example', store);

/** What the backend's Deployment and the example's StatefulSet wait for. */
const backendNeeds = [
  'kubernetes_service_account_v1.AppTier_Backend_ServiceAccount',
  'kubernetes_service_v1.AppTier_Backend_Service',
  'kubernetes_config_map_v1.AppTier_BackendConfig',
  'kubernetes_config_map_v1.AppTier_StandIn_Config',
  'kubernetes_secret_v1.AppTier_BackendSecrets_A',
  'kubernetes_secret_v1.AppTier_BackendSecrets_B',
];
const storeNeeds = [
  ...['service_account_v1.Store', 'role_binding_v1.Store', 'service_v1.Store', 'config_map_v1.Store', 'secret_v1.Store'],
  ...['persistent_volume_claim_v1.Data0', 'persistent_volume_claim_v1.Data1'],
].map((address) => `kubernetes_${address}`);
const without = (all: readonly string[], one: string) => all.filter((address) => address !== one);
const late = (address: string) => `its pods need ${address}, which may be made after it`;

export const stateViolations: readonly Violation[] = [
  lost('kubernetes_namespace_v1.Namespace', 'local-platform')(
    'a namespace that can be destroyed',
    { 'resource.kubernetes_namespace_v1.Namespace.lifecycle.prevent_destroy': false },
    'has no prevent_destroy, and losing it loses everything in it',
  ),
  lost(claim)(
    'a volume that can be destroyed',
    { [`resource.${claim}.lifecycle`]: undefined },
    'has no prevent_destroy, and losing it loses its volume',
  ),
  lost('kubernetes_secret_v1.AppTier_BackendSecrets_A', 'local-app')(
    'a generated secret that can be destroyed',
    { 'resource.kubernetes_secret_v1.AppTier_BackendSecrets_A.lifecycle.prevent_destroy': false },
    'has no prevent_destroy, and losing it loses the only copy of its values',
  ),
  lost('aws_rds_cluster.Cluster')(
    'a database that can be destroyed',
    { 'resource.aws_rds_cluster': { Cluster: { deletion_protection: true } } },
    'has no prevent_destroy, and losing it loses the database',
  ),

  lost('aws_dynamodb_table.Table')(
    'a type that nobody has thought about',
    { 'resource.aws_dynamodb_table': { Table: { name: 'table' } } },
    'has no prevent_destroy, and losing it loses whatever a type holds that is in no list of holds-data.ts',
  ),
  breaking('every type is known to hold data or not', 'local-example', 'aws_dynamodb_table.Table')(
    'a type in no list',
    { 'resource.aws_dynamodb_table': { Table: { name: 'table', lifecycle: { prevent_destroy: true } } } },
    'does aws_dynamodb_table hold data? Add it to one of the lists in scripts/guard/holds-data.ts',
  ),

  breaking('what is forgotten stays', 'local-example', claim)(
    'a claim that is there',
    { removed: [{ from: claim, lifecycle: { destroy: false } }] },
    'is to be forgotten, but it is made here',
  ),
  ...[{}, { lifecycle: { destroy: true } }].map((rest) =>
    breaking('what is forgotten stays', 'local-example', 'kubernetes_persistent_volume_claim_v1.Data2')(
      `a claim that is removed: ${JSON.stringify(rest)}`,
      { removed: [{ from: 'kubernetes_persistent_volume_claim_v1.Data2', ...rest }] },
      'is not forgotten but destroyed',
    ),
  ),

  kept(
    'a template that is not frozen',
    { [`resource.${store}.lifecycle`]: undefined },
    'a change of volume_claim_template would replace the set: ignore_changes does not have it',
  ),
  kept(
    'a template of which a part is frozen',
    { [`resource.${store}.lifecycle.0.ignore_changes`]: ['spec[0].volume_claim_template[0].spec'] },
    'a change of volume_claim_template would replace the set: ignore_changes does not have it',
  ),
  kept('a claim the set makes itself', { [`resource.${claim}`]: undefined }, 'its claim data-store-1 is no resource of its own'),
  kept('a further member', { [`resource.${store}.spec.0.replicas`]: '3' }, 'its claim data-store-2 is no resource of its own'),
  kept(
    'a claim in another namespace',
    { [`resource.${claim}.metadata.0.namespace`]: 'default' },
    'its claim data-store-1 is no resource of its own',
  ),
  kept(
    'a claim that waits for a pod',
    { [`resource.${claim}.wait_until_bound`]: undefined },
    `${claim} waits to be bound before the set is there`,
  ),
  kept(
    'a retention that deletes',
    { [`resource.${store}.spec.0.persistent_volume_claim_retention_policy`]: [{ when_deleted: 'Delete', when_scaled: 'Retain' }] },
    'its retention policy deletes volumes when_deleted',
  ),

  ...backendNeeds.map((address) =>
    ordered(
      `no wait for ${address}`,
      { [`resource.${backend}.depends_on`]: without([...backendNeeds, migration], address) },
      late(address),
    ),
  ),
  ...without(storeNeeds, 'kubernetes_role_binding_v1.Store').map((address) =>
    orderedStore(`no wait for ${address}`, { [`resource.${store}.depends_on`]: without(storeNeeds, address) }, late(address)),
  ),
  orderedStore(
    'no wait for its role',
    { [`resource.${store}.depends_on`]: without(storeNeeds, 'kubernetes_role_binding_v1.Store') },
    late('kubernetes_role_binding_v1.Store'),
    late('kubernetes_role_v1.Store'),
  ),
  orderedStore(
    'a role that comes after its binding',
    { 'resource.kubernetes_role_binding_v1.Store.depends_on': undefined },
    late('kubernetes_role_v1.Store'),
  ),
  breaking('pods come after what they need', 'local-app', migration)(
    'a Job before its account',
    { [`resource.${migration}.depends_on`]: undefined },
    late('kubernetes_service_account_v1.AppTier_Migration_ServiceAccount'),
  ),
  breaking('pods come after what they need', 'local-example', backup)(
    'a CronJob before its account',
    { [`resource.${backup}.depends_on`]: [] },
    late('kubernetes_service_account_v1.Backup'),
  ),
  breaking('pods come after what they need', 'local-app', 'kubernetes_service_v1.AppTier_Admin_Service')(
    'something that waits for a Deployment',
    { 'resource.kubernetes_service_v1.AppTier_Admin_Service.depends_on': [backend] },
    `waits for ${backend}, but only a Job may be waited for`,
  ),
  breaking('pods come after what they need', 'local-app', 'kubernetes_service_v1.AppTier_Admin_Service')(
    'an expression that waits for a Deployment',
    { 'resource.kubernetes_service_v1.AppTier_Admin_Service.spec.selector.x': `\${${backend}.metadata[0].name}` },
    `waits for ${backend}, but only a Job may be waited for`,
  ),
  {
    guard: 'pods come after what they need',
    what: 'a circle',
    stack: 'local-app',
    edits: { 'resource.kubernetes_service_account_v1.AppTier_Migration_ServiceAccount.depends_on': [migration] },
    says: [migration, 'kubernetes_service_account_v1.AppTier_Migration_ServiceAccount'].map((address) => `${address}: waits for itself`),
  },
];
