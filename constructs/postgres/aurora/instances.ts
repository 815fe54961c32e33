import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AuroraCapacity, AuroraConfig } from '../../../config';
import type { AwsPlacement } from '../../contracts';

export interface AuroraInstancesProps {
  readonly cluster: RdsCluster;
  /** Prefix of their names. */
  readonly name: string;
  /** Number of instances. */
  readonly count: number;
  readonly capacity: AuroraCapacity;
  readonly config: Pick<AuroraConfig, 'maintenanceWindow'>;
  readonly placement: Pick<AwsPlacement, 'accountId' | 'subnetIds' | 'kmsKeyArns' | 'permissionsBoundaryArn'>;
  readonly applyImmediately: boolean;
}

/** Parameter groups of the cluster and of every instance. */
export const ENGINE = 'aurora-postgresql';

/** Seconds between two measurements of the operating system. Shorter intervals cost more and tell little more. */
const MONITORING_SECONDS = 60;
/** Retention in days that Performance Insights offers without charge. */
const INSIGHTS_DAYS = 7;
/** Failover tiers: sixteen, from the first to replace the writer to the last. */
const LAST_TIER = 15;

/**
 * Instances of a cluster, spread over the zones. The writer changes with every failover, so they are named by letters. They hold no data of
 * their own.
 */
export class AuroraInstances extends Construct {
  constructor(scope: Construct, id: string, props: AuroraInstancesProps) {
    super(scope, id);
    const { cluster, name, count, capacity, placement } = props;
    const monitoring = new IamRole(this, 'MonitoringRole', {
      name: `${name}-monitoring`,
      permissionsBoundary: placement.permissionsBoundaryArn ?? undefined,
      description: 'Lets the instances write what their operating system measures',
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'monitoring.rds.amazonaws.com' },
            Action: 'sts:AssumeRole',
            // Only from this account: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
            Condition: { StringEquals: { 'aws:SourceAccount': placement.accountId } },
          },
        ],
      }),
    });
    const allowed = new IamRolePolicyAttachment(this, 'MonitoringPolicy', {
      role: monitoring.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
    });
    // Subnets may be managed elsewhere: their zones are read from AWS.
    const zones = placement.subnetIds.data.map(
      (subnetId, index) => new DataAwsSubnet(this, `DataSubnet${letter(index)}`, { id: subnetId }).availabilityZone,
    );
    for (let index = 0; index < count; index += 1) {
      const identifier = `${name}-${letter(index).toLowerCase()}`;
      new RdsClusterInstance(this, letter(index), {
        identifier,
        clusterIdentifier: cluster.id,
        engine: ENGINE,
        instanceClass: capacity.type === 'serverless' ? 'db.serverless' : capacity.instanceClass,
        availabilityZone: zones[index % zones.length],
        dbSubnetGroupName: cluster.dbSubnetGroupName,
        publiclyAccessible: false,
        // A serverless reader in the first two tiers always scales with the writer.
        promotionTier: Math.min(index, LAST_TIER),
        caCertIdentifier: 'rds-ca-rsa2048-g1',
        applyImmediately: props.applyImmediately,
        // The release comes from the configuration: if Aurora upgraded it by itself, the next plan would try to downgrade, which is impossible.
        autoMinorVersionUpgrade: false,
        copyTagsToSnapshot: true,
        preferredMaintenanceWindow: props.config.maintenanceWindow,
        monitoringInterval: MONITORING_SECONDS,
        monitoringRoleArn: monitoring.arn,
        performanceInsightsEnabled: true,
        performanceInsightsKmsKeyId: placement.kmsKeyArns.postgres,
        performanceInsightsRetentionPeriod: INSIGHTS_DAYS,
        tags: { Name: identifier },
        dependsOn: [allowed],
      });
    }
  }
}

/** A, B, C, …: named like the zones. */
const letter = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);
