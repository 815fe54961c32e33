import type { Rows } from '../row';

/**
 * Databases and caches: RDS and ElastiCache, with what they do in the name of whoever asks. A key is granted to the service by its caller.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticache.html (November 2026)
 */
const rds = (resource: string) => `arn:aws:rds:{region}:{account}:${resource}`;
const cache = (resource: string) => `arn:aws:elasticache:{region}:{account}:${resource}`;

const KEY_OF_RDS = ['kms:CreateGrant via rds', 'kms:Decrypt via rds', 'kms:DescribeKey via rds', 'kms:GenerateDataKey via rds'];

const TAGS_OF_RDS = ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'];
const TAGS_OF_CACHE = ['elasticache:AddTagsToResource', 'elasticache:RemoveTagsFromResource'];

/** What ElastiCache does in the network of whoever changes a cache. */
const IN_THE_NETWORK = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

export const stores: Rows = {
  aws_db_subnet_group: {
    source: 'rds/subnet_group.go',
    arn: rds('subgrp:{name}'),
    id: '{name}',
    read: { '*': ['rds:DescribeDBSubnetGroups'], [rds('subgrp:{name}')]: ['rds:ListTagsForResource'] },
    create: { [rds('subgrp:{name}')]: ['rds:CreateDBSubnetGroup', 'rds:AddTagsToResource'] },
    update: { [rds('subgrp:{name}')]: ['rds:ModifyDBSubnetGroup', ...TAGS_OF_RDS] },
    delete: { [rds('subgrp:{name}')]: ['rds:DeleteDBSubnetGroup'] },
  },
  aws_rds_cluster_parameter_group: {
    source: 'rds/cluster_parameter_group.go',
    arn: rds('cluster-pg:{name}'),
    id: '{name}',
    read: {
      '*': ['rds:DescribeDBClusterParameterGroups', 'rds:DescribeDBClusterParameters'],
      [rds('cluster-pg:{name}')]: ['rds:ListTagsForResource'],
    },
    create: {
      [rds('cluster-pg:{name}')]: ['rds:CreateDBClusterParameterGroup', 'rds:AddTagsToResource', 'rds:ModifyDBClusterParameterGroup'],
    },
    update: { [rds('cluster-pg:{name}')]: ['rds:ModifyDBClusterParameterGroup', 'rds:ResetDBClusterParameterGroup', ...TAGS_OF_RDS] },
    delete: { [rds('cluster-pg:{name}')]: ['rds:DeleteDBClusterParameterGroup'] },
  },
  aws_rds_cluster: {
    source: 'rds/cluster.go',
    arn: rds('cluster:{cluster_identifier}'),
    id: '{cluster_identifier}',
    read: {
      '*': ['rds:DescribeDBClusters', 'rds:DescribeGlobalClusters'],
      [rds('cluster:{cluster_identifier}')]: ['rds:ListTagsForResource'],
    },
    create: {
      [rds('cluster:{cluster_identifier}')]: ['rds:CreateDBCluster', 'rds:AddTagsToResource'],
      [rds('cluster-pg:{db_cluster_parameter_group_name}')]: ['rds:CreateDBCluster'],
      [rds('subgrp:{db_subnet_group_name}')]: ['rds:CreateDBCluster'],
      [rds('og:default:aurora-postgresql-16')]: ['rds:CreateDBCluster'],
      '{kms_key_id}': KEY_OF_RDS,
      'arn:aws:iam::{account}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS': [
        'iam:CreateServiceLinkedRole for rds.amazonaws.com',
      ],
    },
    update: {
      [rds('cluster:{cluster_identifier}')]: ['rds:ModifyDBCluster', ...TAGS_OF_RDS],
      [rds('cluster-pg:{db_cluster_parameter_group_name}')]: ['rds:ModifyDBCluster'],
      '{kms_key_id}': KEY_OF_RDS,
    },
    delete: {
      [rds('cluster:{cluster_identifier}')]: ['rds:DeleteDBCluster', 'rds:CreateDBClusterSnapshot', 'rds:ModifyDBCluster'],
      [rds('cluster-snapshot:{final_snapshot_identifier}')]: [
        'rds:DeleteDBCluster',
        'rds:CreateDBClusterSnapshot',
        'rds:AddTagsToResource',
      ],
    },
  },
  aws_rds_cluster_instance: {
    source: 'rds/cluster_instance.go',
    arn: rds('db:{identifier}'),
    id: '{identifier}',
    read: { '*': ['rds:DescribeDBInstances', 'rds:DescribeDBClusters'], [rds('db:{identifier}')]: ['rds:ListTagsForResource'] },
    create: {
      [rds('db:{identifier}')]: ['rds:CreateDBInstance', 'rds:AddTagsToResource'],
      [rds('cluster:{cluster_identifier}')]: ['rds:CreateDBInstance'],
      [rds('subgrp:{db_subnet_group_name}')]: ['rds:CreateDBInstance'],
      [rds('pg:default.aurora-postgresql16')]: ['rds:CreateDBInstance'],
      '{monitoring_role_arn}': ['iam:PassRole to monitoring.rds.amazonaws.com'],
      '{performance_insights_kms_key_id}': KEY_OF_RDS,
    },
    update: {
      [rds('db:{identifier}')]: ['rds:ModifyDBInstance', ...TAGS_OF_RDS],
      '{monitoring_role_arn}': ['iam:PassRole to monitoring.rds.amazonaws.com'],
      '{performance_insights_kms_key_id}': KEY_OF_RDS,
    },
    delete: { [rds('db:{identifier}')]: ['rds:DeleteDBInstance'] },
  },
  aws_elasticache_parameter_group: {
    source: 'elasticache/parameter_group.go',
    arn: cache('parametergroup:{name}'),
    id: '{name}',
    read: {
      '*': ['elasticache:DescribeCacheParameterGroups', 'elasticache:DescribeCacheParameters'],
      [cache('parametergroup:{name}')]: ['elasticache:ListTagsForResource'],
    },
    create: {
      [cache('parametergroup:{name}')]: [
        'elasticache:CreateCacheParameterGroup',
        'elasticache:AddTagsToResource',
        'elasticache:ModifyCacheParameterGroup',
      ],
    },
    update: {
      [cache('parametergroup:{name}')]: ['elasticache:ModifyCacheParameterGroup', 'elasticache:ResetCacheParameterGroup', ...TAGS_OF_CACHE],
    },
    delete: { [cache('parametergroup:{name}')]: ['elasticache:DeleteCacheParameterGroup'] },
  },
  aws_elasticache_subnet_group: {
    source: 'elasticache/subnet_group.go',
    arn: cache('subnetgroup:{name}'),
    id: '{name}',
    read: { '*': ['elasticache:DescribeCacheSubnetGroups'], [cache('subnetgroup:{name}')]: ['elasticache:ListTagsForResource'] },
    create: { [cache('subnetgroup:{name}')]: ['elasticache:CreateCacheSubnetGroup', 'elasticache:AddTagsToResource'] },
    update: { [cache('subnetgroup:{name}')]: ['elasticache:ModifyCacheSubnetGroup', ...TAGS_OF_CACHE] },
    delete: { [cache('subnetgroup:{name}')]: ['elasticache:DeleteCacheSubnetGroup'] },
  },
  aws_elasticache_user: {
    source: 'elasticache/user.go',
    arn: cache('user:{user_id}'),
    id: '{user_id}',
    read: { '*': ['elasticache:DescribeUsers'], [cache('user:{user_id}')]: ['elasticache:ListTagsForResource'] },
    create: { [cache('user:{user_id}')]: ['elasticache:CreateUser', 'elasticache:AddTagsToResource'] },
    update: { [cache('user:{user_id}')]: ['elasticache:ModifyUser', ...TAGS_OF_CACHE] },
    delete: { [cache('user:{user_id}')]: ['elasticache:DeleteUser'] },
  },
  aws_elasticache_user_group: {
    source: 'elasticache/user_group.go',
    arn: cache('usergroup:{user_group_id}'),
    id: '{user_group_id}',
    read: { '*': ['elasticache:DescribeUserGroups'], [cache('usergroup:{user_group_id}')]: ['elasticache:ListTagsForResource'] },
    create: {
      [cache('usergroup:{user_group_id}')]: ['elasticache:CreateUserGroup', 'elasticache:AddTagsToResource'],
      [cache('user:{user_ids}')]: ['elasticache:CreateUserGroup'],
    },
    update: {
      [cache('usergroup:{user_group_id}')]: ['elasticache:ModifyUserGroup', ...TAGS_OF_CACHE],
      [cache('user:{user_ids}')]: ['elasticache:ModifyUserGroup'],
    },
    delete: { [cache('usergroup:{user_group_id}')]: ['elasticache:DeleteUserGroup'] },
  },
  aws_elasticache_replication_group: {
    source: 'elasticache/replication_group.go',
    arn: cache('replicationgroup:{replication_group_id}'),
    id: '{replication_group_id}',
    read: {
      '*': ['elasticache:DescribeReplicationGroups', 'elasticache:DescribeCacheClusters'],
      [cache('replicationgroup:{replication_group_id}')]: ['elasticache:ListTagsForResource'],
    },
    create: {
      [cache('replicationgroup:{replication_group_id}')]: ['elasticache:CreateReplicationGroup', 'elasticache:AddTagsToResource'],
      [cache('parametergroup:{parameter_group_name}')]: ['elasticache:CreateReplicationGroup'],
      [cache('subnetgroup:{subnet_group_name}')]: ['elasticache:CreateReplicationGroup'],
      [cache('usergroup:{user_group_ids}')]: ['elasticache:CreateReplicationGroup'],
      [cache('cluster:{replication_group_id}-0001-001')]: ['elasticache:CreateReplicationGroup', 'elasticache:AddTagsToResource'],
      '{kms_key_id}': ['kms:CreateGrant via elasticache', 'kms:DescribeKey via elasticache'],
      'arn:aws:iam::{account}:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache': [
        'iam:CreateServiceLinkedRole for elasticache.amazonaws.com',
      ],
      '*': [...IN_THE_NETWORK, ...LOG_DELIVERY],
    },
    update: {
      [cache('replicationgroup:{replication_group_id}')]: [
        'elasticache:ModifyReplicationGroup',
        'elasticache:ModifyReplicationGroupShardConfiguration',
        'elasticache:IncreaseReplicaCount',
        'elasticache:DecreaseReplicaCount',
        ...TAGS_OF_CACHE,
      ],
      [cache('parametergroup:{parameter_group_name}')]: ['elasticache:ModifyReplicationGroup'],
      [cache('usergroup:{user_group_ids}')]: ['elasticache:ModifyReplicationGroup'],
      '*': [...IN_THE_NETWORK, ...LOG_DELIVERY],
    },
    delete: {
      [cache('replicationgroup:{replication_group_id}')]: ['elasticache:DeleteReplicationGroup'],
      [cache('snapshot:{final_snapshot_identifier}')]: ['elasticache:DeleteReplicationGroup'],
      '*': IN_THE_NETWORK,
    },
  },
};
