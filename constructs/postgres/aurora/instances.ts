import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { zoneLetter, type AuroraCapacity, type AuroraConfig } from '../../../config';
import type { AwsPlacement } from '../../contracts';
import { constructId } from '../../terraform/construct-id';

export interface AuroraInstancesProps {
  readonly cluster: RdsCluster;
  /** Prefix of their names. */
  readonly name: string;
  /** Number of instances. */
  readonly count: number;
  readonly capacity: AuroraCapacity;
  readonly config: Pick<AuroraConfig, 'maintenanceWindow'>;
  readonly placement: Pick<AwsPlacement, 'accountId' | 'zones' | 'kmsKeyArns' | 'permissionsBoundaryArn'>;
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
 * Instances of a cluster, spread over the zones. The writer changes with every failover, so they are named by the letters of their zones: a
 * zone that takes another’s place leaves the instances of the others alone. They hold no data of their own.
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
    places(placement.zones, count).forEach(({ zone, key }, index) => {
      const identifier = `${name}-${key}`;
      new RdsClusterInstance(this, constructId(key), {
        identifier,
        clusterIdentifier: cluster.id,
        engine: ENGINE,
        instanceClass: capacity.type === 'serverless' ? 'db.serverless' : capacity.instanceClass,
        availabilityZone: zone,
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
    });
  }
}

/** Where each instance stands, zone after zone, and what it is called by: `a`, `b`, `c`, and in the next round `a-2`. */
const places = (zones: readonly string[], count: number): readonly { readonly zone: string; readonly key: string }[] =>
  Array.from({ length: Math.ceil(count / zones.length) }, (_, round) =>
    zones.map((zone) => ({ zone, key: round === 0 ? zoneLetter(zone) : `${zoneLetter(zone)}-${round + 1}` })),
  )
    .flat()
    .slice(0, count);
