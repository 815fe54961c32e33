import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import { Construct } from 'constructs';
import { rdsAuthorities, type AuroraCapacity, type AuroraConfig, type Surroundings } from '../../../config';
import type { AwsPlacement, CertificateAuthority, Endpoint, SecretReference } from '../../contracts';
import { EphemeralStoredSecret } from '../../secrets';
import type { Postgres } from '..';
import { AuroraInstances, ENGINE } from './instances';
import { ADMIN_NAME, AuroraLogins } from './logins';
import { auroraParameters } from './parameters';

export interface AuroraProps {
  readonly config: AuroraConfig;
  readonly placement: AwsPlacement;
  readonly capacity: AuroraCapacity;
  readonly surroundings: Surroundings;
}

/** Family of the parameters, part of the group's name: another major release has other parameters. */
const MAJOR = '16';

/**
 * PostgreSQL 16 on Amazon Aurora: one instance writes, the others read and take its place. Stateful: its names are literals and must not
 * change, because changing one replaces the cluster and loses its data.
 */
export class Aurora extends Construct implements Postgres {
  readonly primary: Endpoint;
  readonly replicas: Endpoint;
  readonly database: string;
  readonly sslMode = 'verify-full';
  readonly ca: CertificateAuthority = { configMap: 'postgres-ca', key: 'ca.crt' };
  readonly certificates: string;
  readonly credentials: Postgres['credentials'];
  readonly storedSecrets: readonly SecretReference[];

  constructor(scope: Construct, id: string, props: AuroraProps) {
    super(scope, id);
    const {
      config,
      placement,
      capacity,
      surroundings: { deletionProtection, secretsRevision: revision },
    } = props;
    const { environment, generation, region, kmsKeyArns } = placement;
    const name = `${environment}-postgres`;
    const tags = { Name: name };
    // Changes to a protected database wait for its maintenance window; others are applied at once.
    const applyImmediately = !deletionProtection;
    const authorities = rdsAuthorities(region);
    if (authorities.length === 0) throw new Error(`${this.node.path}: the certificates of ${region} are not known`);

    const logins = new AuroraLogins(this, 'Logins', { placement, revision, deletionProtection });
    const admin = logins.admin.reference;
    const subnets = new DbSubnetGroup(this, 'Subnets', {
      name,
      description: `Data subnets of ${environment}`,
      subnetIds: [...placement.subnetIds.data],
      tags,
    });
    const parameters = new RdsClusterParameterGroup(this, 'Parameters', {
      name: `${name}-${MAJOR}`,
      description: `Aurora PostgreSQL ${MAJOR} of ${environment}`,
      family: `${ENGINE}${MAJOR}`,
      parameter: auroraParameters(config).map((parameter) => ({ ...parameter })),
      tags,
      lifecycle: { createBeforeDestroy: true },
    });
    // Aurora would create it itself: unencrypted, and without retention.
    const log = new CloudwatchLogGroup(this, 'Log', {
      name: `/aws/rds/cluster/${name}/postgresql`,
      kmsKeyId: kmsKeyArns.logs,
      retentionInDays: config.logRetentionDays,
    });
    const cluster = new RdsCluster(this, 'Cluster', {
      clusterIdentifier: name,
      engine: ENGINE,
      engineMode: 'provisioned',
      engineVersion: config.version,
      allowMajorVersionUpgrade: false,
      applyImmediately,
      port: config.port,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [placement.securityGroupIds.postgres],
      dbClusterParameterGroupName: parameters.name,
      // No database: the roles Job creates it on every engine; here, another name would replace the cluster.
      masterUsername: ADMIN_NAME,
      masterPasswordWo: new EphemeralStoredSecret(this, 'AdminPassword', admin).key('password'),
      masterPasswordWoVersion: admin.source.revision,
      // For people, with a role that has been granted `rds_iam`: short-lived logins under their own name. Nobody has it by default.
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: kmsKeyArns.postgres,
      backupRetentionPeriod: config.backupRetentionDays,
      preferredBackupWindow: config.backupWindow,
      preferredMaintenanceWindow: config.maintenanceWindow,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: applyImmediately,
      deletionProtection,
      // Also where nothing is protected: protection is lifted before a teardown.
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${name}-final-g${generation}`,
      enabledCloudwatchLogsExports: ['postgresql'],
      serverlessv2ScalingConfiguration:
        capacity.type === 'serverless' ? { minCapacity: capacity.minAcu, maxCapacity: capacity.maxAcu } : undefined,
      tags,
      lifecycle: { preventDestroy: deletionProtection },
      dependsOn: [log],
    });
    new AuroraInstances(this, 'Instances', {
      ...{ cluster, name, capacity, config, placement, applyImmediately },
      count: 1 + config.readers,
    });

    this.primary = { host: cluster.endpoint, port: config.port };
    this.replicas = { host: cluster.readerEndpoint, port: config.port };
    this.database = config.database;
    this.certificates = authorities.join('');
    this.storedSecrets = logins.references;
    this.credentials = {
      admin,
      app: logins.current('app'),
      migrate: logins.current('migrate'),
      monitor: logins.current('monitor'),
      backup: logins.current('backup'),
    };
  }
}
