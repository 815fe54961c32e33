/**
 * What a changed argument does to what holds data, from the schemas and the update functions of the provider (internal/service/<source>) and
 * the words of AWS' API. Read in November 2026; the guard asks for a row for every type that holds data.
 */
export interface Effects {
  /** File of the resource below internal/service/ of terraform-provider-aws. */
  readonly source: string;
  /** Arguments that replace it: `ForceNew`, also by `CustomizeDiff`. */
  readonly replaces: readonly string[];
  /** Arguments that wait for the maintenance window where `apply_immediately` is false. */
  readonly waits?: readonly string[];
}

/** By type of resource; paths of arguments as they are written. */
export const effects: Readonly<Record<string, Effects>> = {
  aws_vpc: { source: 'ec2/vpc_.go', replaces: ['cidr_block'] },
  aws_kms_key: { source: 'kms/key.go', replaces: ['customer_master_key_spec', 'key_usage', 'multi_region'] },
  aws_s3_bucket: { source: 's3/bucket.go', replaces: ['bucket', 'object_lock_enabled'] },
  aws_secretsmanager_secret: { source: 'secretsmanager/secret.go', replaces: ['name'] },
  aws_eks_cluster: {
    source: 'eks/cluster.go',
    replaces: [
      'name',
      'role_arn',
      'bootstrap_self_managed_addons',
      'access_config.bootstrap_cluster_creator_admin_permissions',
      'compute_config.node_role_arn',
      'kubernetes_network_config.ip_family',
      'kubernetes_network_config.service_ipv4_cidr',
    ],
  },
  aws_rds_cluster: {
    source: 'rds/cluster.go',
    replaces: ['cluster_identifier', 'db_subnet_group_name', 'engine', 'engine_mode', 'kms_key_id', 'master_username', 'storage_encrypted'],
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html#Aurora.Modifying.Settings
    waits: ['engine_version', 'port', 'db_cluster_parameter_group_name'],
  },
  aws_elasticache_replication_group: {
    source: 'elasticache/replication_group.go',
    replaces: ['replication_group_id', 'at_rest_encryption_enabled', 'kms_key_id', 'port', 'subnet_group_name'],
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html
    waits: ['engine', 'engine_version', 'node_type', 'parameter_group_name'],
  },
  // It holds no data, but its class is the database's.
  aws_rds_cluster_instance: {
    source: 'rds/cluster_instance.go',
    replaces: ['identifier', 'cluster_identifier', 'availability_zone', 'db_subnet_group_name', 'engine'],
    waits: ['instance_class'],
  },
};
