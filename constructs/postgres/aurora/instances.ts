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
  /** First part of their names. */
  readonly name: string;
  /** How many there are. */
  readonly count: number;
  readonly capacity: AuroraCapacity;
  readonly config: Pick<AuroraConfig, 'maintenanceWindow'>;
  readonly placement: Pick<AwsPlacement, 'accountId' | 'subnetIds' | 'kmsKeyArns' | 'permissionsBoundaryArn'>;
  readonly applyImmediately: boolean;
}

/** Of the cluster and of every instance. */
export const ENGINE = 'aurora-postgresql';

/** Between two measurements of the operating system. Shorter ones cost more and say little more. */
const MONITORING_SECONDS = 60;
/** What Performance Insights keeps without a charge. */
const INSIGHTS_DAYS = 7;
/** There are sixteen, from the first to take the writer's place to the last. */
const LAST_TIER = 15;

/**
 * The instances of a cluster, spread over the zones. Which of them writes changes with every failover: they are called by letters. They hold
 * no data of their own.
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
            // Only for this account: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
            Condition: { StringEquals: { 'aws:SourceAccount': placement.accountId } },
          },
        ],
      }),
    });
    const allowed = new IamRolePolicyAttachment(this, 'MonitoringPolicy', {
      role: monitoring.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole',
    });
    // Subnets may be somebody else's: they know their zones themselves.
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
        // A reader of the first two tiers is always as large as the writer, where they grow and shrink.
        promotionTier: Math.min(index, LAST_TIER),
        caCertIdentifier: 'rds-ca-rsa2048-g1',
        applyImmediately: props.applyImmediately,
        // The release is the configuration's: taken by itself, the next plan would want to go back, which there is no way to.
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

/** A, B, C, …: as the zones are called. */
const letter = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);
