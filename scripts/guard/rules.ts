/** What a change of an attribute does, by type of resource. A row says when it does it, and where the vendor says so. */

export type Class =
  'destroy' | 'replace' | 'forget' | 'protection' | 'public' | 'encryption' | 'retention' | 'outage' | 'streams' | 'provider' | 'backend';

/**
 * `off`: was on. `on`: was off. `removed`: had a value. `less`: a smaller number. `open`: a network of everybody is new in it.
 * `weaker`: no longer the named value. `changed`: differs in any way.
 */
export type When = 'off' | 'on' | 'removed' | 'less' | 'open' | 'changed' | { readonly weaker: string };

export interface Rule {
  readonly type: string;
  readonly path: string;
  readonly class: Class;
  readonly when: When;
  readonly effect: string;
  readonly source: string;
}

const aws = (type: string): string => `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/${type}`;
const rds = 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide';
const redis = 'https://docs.aws.amazon.com/AmazonElastiCache/latest/dg';

type Row = readonly [path: string, when: When, effect: string, source?: string];

const of = (type: string, kind: Class, ...rows: readonly Row[]): readonly Rule[] =>
  rows.map(([path, when, effect, source]) => ({
    type,
    path,
    class: kind,
    when,
    effect,
    source: source ?? aws(type.replace(/^aws_/, '')),
  }));

const each = (types: readonly string[], kind: Class, ...rows: readonly Row[]) => types.flatMap((type) => of(type, kind, ...rows));

const databases = ['aws_rds_cluster', 'aws_db_instance'];

export const rules: readonly Rule[] = [
  ...each(
    databases,
    'protection',
    ['deletion_protection', 'off', 'AWS no longer refuses to delete it'],
    ['skip_final_snapshot', 'on', 'a deletion leaves no snapshot'],
    ['final_snapshot_identifier', 'removed', 'a deletion leaves no snapshot'],
    ['delete_automated_backups', 'on', 'a deletion takes the automated backups with it'],
  ),
  ...of('aws_elasticache_replication_group', 'protection', ['final_snapshot_identifier', 'removed', 'a deletion leaves no snapshot']),
  ...of('aws_eks_cluster', 'protection', ['deletion_protection', 'off', 'AWS no longer refuses to delete it']),
  ...of('aws_lb', 'protection', ['enable_deletion_protection', 'off', 'AWS no longer refuses to delete it']),
  ...of('aws_s3_bucket', 'protection', ['force_destroy', 'on', 'Terraform deletes a bucket that is not empty']),
  ...of('aws_kms_key', 'protection', ['deletion_window_in_days', 'less', 'less time to take back a deletion']),
  ...of('aws_secretsmanager_secret', 'protection', ['recovery_window_in_days', 'less', 'less time to take back a deletion']),

  ...each(['aws_rds_cluster_instance', 'aws_db_instance'], 'public', ['publicly_accessible', 'on', 'the database gets a public address']),
  ...of(
    'aws_s3_bucket_public_access_block',
    'public',
    ['block_public_acls', 'off', 'the bucket may be opened to everybody'],
    ['block_public_policy', 'off', 'the bucket may be opened to everybody'],
    ['ignore_public_acls', 'off', 'the bucket may be opened to everybody'],
    ['restrict_public_buckets', 'off', 'the bucket may be opened to everybody'],
  ),
  ...of('aws_subnet', 'public', ['map_public_ip_on_launch', 'on', 'what starts in it gets a public address']),
  ...of(
    'aws_vpc_security_group_ingress_rule',
    'public',
    ['cidr_ipv4', 'open', 'everybody may connect'],
    ['cidr_ipv6', 'open', 'everybody may connect'],
  ),
  ...of('aws_security_group', 'public', ['ingress.cidr_blocks', 'open', 'everybody may connect']),
  ...of('aws_eks_cluster', 'public', ['vpc_config.public_access_cidrs', 'open', 'the API server answers everybody']),

  ...each(
    databases,
    'encryption',
    ['storage_encrypted', 'off', 'what is stored is in clear'],
    ['kms_key_id', 'removed', 'the key is no longer the environment’s own'],
  ),
  ...of(
    'aws_elasticache_replication_group',
    'encryption',
    ['at_rest_encryption_enabled', 'off', 'what is stored is in clear'],
    ['transit_encryption_enabled', 'off', 'connections are in clear'],
    ['transit_encryption_mode', { weaker: 'required' }, 'connections in clear are accepted'],
  ),
  ...of('aws_eks_cluster', 'encryption', [
    'encryption_config.provider.key_arn',
    'removed',
    'Secrets are no longer encrypted by the own key',
  ]),
  ...of(
    'aws_kms_key',
    'encryption',
    ['enable_key_rotation', 'off', 'the key is no longer rotated'],
    ['is_enabled', 'off', 'nothing can be decrypted'],
  ),
  ...of('aws_s3_bucket_server_side_encryption_configuration', 'encryption', [
    'rule.apply_server_side_encryption_by_default.kms_master_key_id',
    'removed',
    'the key is no longer the environment’s own',
  ]),
  ...of('aws_cloudwatch_log_group', 'encryption', ['kms_key_id', 'removed', 'the key is no longer the environment’s own']),

  ...each(databases, 'retention', [
    'backup_retention_period',
    'less',
    'AWS deletes the older backups at once',
    `${rds}/Aurora.Managing.Backups.html`,
  ]),
  ...of('aws_elasticache_replication_group', 'retention', ['snapshot_retention_limit', 'less', 'snapshots are kept for a shorter time']),
  ...of('aws_cloudwatch_log_group', 'retention', ['retention_in_days', 'less', 'older logs are deleted']),
  ...of('aws_s3_bucket_versioning', 'retention', [
    'versioning_configuration.status',
    { weaker: 'Enabled' },
    'a deleted or overwritten object cannot be brought back',
  ]),
  ...of(
    'aws_s3_bucket_object_lock_configuration',
    'retention',
    ['rule.default_retention.days', 'less', 'objects can be deleted earlier'],
    ['rule.default_retention.mode', { weaker: 'COMPLIANCE' }, 'an administrator can delete locked objects'],
  ),
  ...of(
    'aws_s3_bucket_lifecycle_configuration',
    'retention',
    ['rule.expiration.days', 'less', 'objects expire earlier'],
    ['rule.noncurrent_version_expiration.noncurrent_days', 'less', 'older versions expire earlier'],
  ),

  ...of(
    'aws_rds_cluster',
    'outage',
    ['engine_version', 'changed', 'every instance restarts', `${rds}/USER_UpgradeDBInstance.Upgrading.html`],
    ['db_cluster_parameter_group_name', 'changed', 'static parameters wait for a reboot', `${rds}/USER_WorkingWithParamGroups.html`],
    ['port', 'changed', 'every instance restarts', `${rds}/Aurora.Modifying.html`],
  ),
  ...each(
    ['aws_rds_cluster_instance', 'aws_db_instance'],
    'outage',
    ['instance_class', 'changed', 'the instance restarts; a writer fails over', `${rds}/Aurora.Modifying.html`],
    ['ca_cert_identifier', 'changed', 'the instance may restart', `${rds}/UsingWithRDS.SSL-certificate-rotation.html`],
    ['db_parameter_group_name', 'changed', 'static parameters wait for a reboot', `${rds}/USER_WorkingWithParamGroups.html`],
  ),
  ...of('aws_db_instance', 'outage', [
    'engine_version',
    'changed',
    'the instance restarts',
    `${rds}/USER_UpgradeDBInstance.Upgrading.html`,
  ]),
  ...each(['aws_rds_cluster_parameter_group', 'aws_db_parameter_group'], 'outage', [
    'parameter',
    'changed',
    'static parameters wait for a reboot',
    `${rds}/USER_WorkingWithParamGroups.html`,
  ]),
  ...of(
    'aws_elasticache_replication_group',
    'outage',
    ['engine_version', 'changed', 'nodes are replaced one by one and fail over', `${redis}/VersionManagement.HowTo.html`],
    ['node_type', 'changed', 'nodes are replaced one by one and fail over', `${redis}/Scaling.html`],
    ['num_node_groups', 'changed', 'slots move between nodes', `${redis}/redis-cluster-resharding-online.html`],
  ),
  ...of('aws_eks_cluster', 'outage', [
    'version',
    'changed',
    'the control plane is upgraded, which cannot be taken back, and nodes are replaced',
    'https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html',
  ]),
  ...of('kubernetes_stateful_set_v1', 'outage', [
    'spec.template',
    'changed',
    'its pods restart one by one, the primary among them',
    'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies',
  ]),

  ...of(
    'aws_lb',
    'streams',
    ['idle_timeout', 'less', 'a stream that is silent for longer is cut'],
    ['subnets', 'changed', 'addresses of the load balancer change'],
  ),
];

/** Resources without which something is open or unprotected: what their destruction does. */
export const guards: Readonly<Record<string, readonly [kind: Class, effect: string]>> = {
  aws_s3_bucket_public_access_block: ['public', 'the bucket may be opened to everybody'],
  aws_s3_bucket_server_side_encryption_configuration: ['encryption', 'the key is no longer the environment’s own'],
  aws_s3_bucket_versioning: ['retention', 'a deleted or overwritten object cannot be brought back'],
  aws_s3_bucket_object_lock_configuration: ['retention', 'objects can be deleted earlier'],
};

/** Types through which streams run: destroyed or replaced, they cut them. */
export const carriesStreams: ReadonlySet<string> = new Set([
  'aws_lb',
  'aws_lb_listener',
  'aws_lb_listener_rule',
  'aws_lb_target_group',
  'kubernetes_ingress_v1',
]);

/** The load balancer’s own pods and Service, by the address contract. */
export const balancer = /^(kubernetes_(?:deployment|daemon_set|service)_v1)\.LoadBalancer_/;

/** Classes that are a loss where they are not meant: each needs an entry of its own. */
export const approvable = [
  'destroy',
  'replace',
  'forget',
  'protection',
  'public',
  'encryption',
  'retention',
] as const satisfies readonly Class[];
