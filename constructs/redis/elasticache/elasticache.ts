import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { ElasticacheParameterGroup } from '@cdktf/provider-aws/lib/elasticache-parameter-group';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { Construct } from 'constructs';
import { redisMaxmemoryPolicy, type ElasticacheConfig, type Surroundings } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import type { AwsPlacement, CertificateAuthority, Endpoint, SecretReference } from '../../contracts';
import type { Redis } from '..';
import { ElasticacheUsers } from './users';

export interface ElasticacheProps {
  readonly config: ElasticacheConfig;
  readonly placement: AwsPlacement;
  /** Node type, such as `cache.m7g.large`. */
  readonly nodeType: string;
  readonly surroundings: Surroundings;
}

/** Releases in ElastiCache's numbering, their parameter family, which is in the name of the parameter group, and the group's id. */
const software = {
  redis: { version: '7.1', family: 'redis7', parameters: 'Parameters' },
  valkey: { version: '8.1', family: 'valkey8', parameters: 'ValkeyParameters' },
} as const;

const LOGS = ['slow-log', 'engine-log'] as const;

/** Redis or Valkey on Amazon ElastiCache, in cluster mode, over several zones. Stateful; its names are literals and must not change. */
export class Elasticache extends Construct implements Redis {
  readonly discovery: Endpoint;
  readonly tls = true;
  /** Amazon's public authority, which clients' images trust. */
  readonly ca: CertificateAuthority | null = null;
  readonly credentials: Redis['credentials'];
  readonly storedSecrets: readonly SecretReference[];

  constructor(scope: Construct, id: string, props: ElasticacheProps) {
    super(scope, id);
    const {
      config,
      placement,
      surroundings: { deletionProtection },
    } = props;
    const { environment, generation, kmsKeyArns } = placement;
    const name = `${environment}-redis`;
    const tags = { Name: name };
    const { version } = software[config.software];

    const users = new ElasticacheUsers(this, 'Users', {
      name,
      placement,
      revision: props.surroundings.secretsRevision,
      deletionProtection,
    });
    const subnets = new ElasticacheSubnetGroup(this, 'Subnets', {
      name,
      description: `Data subnets of ${environment}`,
      subnetIds: [...placement.subnetIds.data],
      tags,
    });
    // Both families' groups are always there: in a protected environment, the cluster goes to Valkey in its maintenance window, and until
    // then AWS refuses to delete the group that it uses.
    const parameterGroup = ({ parameters: groupId, family }: (typeof software)[ElasticacheConfig['software']]) =>
      new ElasticacheParameterGroup(this, groupId, {
        name: `${name}-${family}`,
        description: `ElastiCache of ${environment}`,
        family,
        parameter: [
          { name: 'cluster-enabled', value: 'yes' },
          { name: 'maxmemory-policy', value: redisMaxmemoryPolicy(config) },
        ],
        tags,
        lifecycle: { createBeforeDestroy: true },
      });
    const parameters = { redis: parameterGroup(software.redis), valkey: parameterGroup(software.valkey) };
    const logs = LOGS.map((type) => ({
      type,
      // Below this path, log delivery needs no resource policy of its own, of which an account may have only a few:
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
      group: new CloudwatchLogGroup(this, constructId(type), {
        name: `/aws/vendedlogs/elasticache/${name}/${type}`,
        kmsKeyId: kmsKeyArns.logs,
        retentionInDays: config.logRetentionDays,
      }),
    }));
    const cluster = new ElasticacheReplicationGroup(this, 'Cluster', {
      replicationGroupId: name,
      description: `Rate limits and sessions of ${environment}`,
      engine: config.software,
      engineVersion: version,
      nodeType: props.nodeType,
      numNodeGroups: config.shards,
      replicasPerNodeGroup: config.replicasPerShard,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      port: config.port,
      subnetGroupName: subnets.name,
      securityGroupIds: [placement.securityGroupIds.redis],
      parameterGroupName: parameters[config.software].name,
      userGroupIds: [users.group.userGroupId],
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      atRestEncryptionEnabled: 'true',
      kmsKeyId: kmsKeyArns.redis,
      snapshotRetentionLimit: config.snapshotRetentionDays,
      snapshotWindow: config.snapshotWindow,
      finalSnapshotIdentifier: `${name}-final-g${generation}`,
      maintenanceWindow: config.maintenanceWindow,
      // Changes to a protected cluster wait for its maintenance window; others are applied at once.
      applyImmediately: !deletionProtection,
      // The release is pinned: if ElastiCache upgraded it by itself, the next plan would try to go back by replacing the cluster.
      autoMinorVersionUpgrade: 'false',
      logDeliveryConfiguration: logs.map(({ type, group }) => ({
        destination: group.name,
        destinationType: 'cloudwatch-logs',
        logFormat: 'json',
        logType: type,
      })),
      tags,
      lifecycle: { preventDestroy: deletionProtection },
    });

    this.discovery = { host: cluster.configurationEndpointAddress, port: config.port };
    this.credentials = { app: users.current('app'), monitor: users.current('monitor') };
    this.storedSecrets = users.references;
  }
}
