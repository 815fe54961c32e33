import { Construct } from 'constructs';
import { networkZones, type NetworkConfig, type Surroundings } from '../../config';
import type { AwsPlacement } from '../contracts';
import { EncryptionKeys } from './keys';
import { LogBucket } from '../aws/log-bucket';
import { SecurityGroups } from './security-groups';
import { Vpc } from './vpc';

export { Budget } from './budget';
export { KeptValues } from './kept-values';

/** The network that everything else in an environment is placed in. */
export type Network = Pick<AwsPlacement, 'vpcId' | 'zones' | 'subnetIds' | 'securityGroupIds' | 'kmsKeyArns' | 'certificate' | 'logBucket'>;

export interface NetworkProps {
  readonly config: NetworkConfig;
  /** Name of the environment, the first part of physical names. */
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** ARN of the policy that bounds its roles; null: none does. */
  readonly permissionsBoundaryArn: string | null;
  /** Cloudflare zone whose records prove the hosts; null: there is none. */
  readonly zoneId: string | null;
  readonly surroundings: Surroundings;
}

/** A new network or an existing one; either way with its own keys, empty security groups and log bucket. */
export function createNetwork(scope: Construct, id: string, props: NetworkProps): Network {
  const { config, environment, accountId, region, surroundings } = props;
  const parent = new Construct(scope, id);
  const keys = new EncryptionKeys(parent, 'Keys', { environment, accountId, region, surroundings });
  const { vpcId, subnetIds } = createVpc(parent, props, keys.arns.logs);
  return {
    vpcId,
    zones: networkZones(config),
    subnetIds,
    kmsKeyArns: keys.arns,
    securityGroupIds: new SecurityGroups(parent, 'SecurityGroups', { environment, vpcId }).ids,
    certificate: certificateOf(parent, props),
    logBucket: new LogBucket(parent, 'Logs', {
      prefix: environment,
      accountId,
      region,
      retentionDays: config.accessLogRetentionDays,
      loadBalancers: true,
      deletionProtection: surroundings.deletionProtection,
    }).name,
  };
}

function createVpc(parent: Construct, props: NetworkProps, logsKeyArn: string): Pick<Network, 'vpcId' | 'subnetIds'> {
  const { vpc: config } = props.config;
  if (config.mode === 'create') {
    const { environment, accountId, region, permissionsBoundaryArn, surroundings } = props;
    const vpc = new Vpc(parent, 'Vpc', { config, environment, accountId, region, logsKeyArn, permissionsBoundaryArn, surroundings });
    return { vpcId: vpc.id, subnetIds: vpc.subnetIds };
  }
  const zones = networkZones(props.config).flatMap((zone) => config.subnets[zone] ?? []);
  const ids = (tier: keyof Network['subnetIds']) => zones.map((subnets) => subnets[tier].id);
  return { vpcId: config.vpcId, subnetIds: { public: ids('public'), private: ids('private'), data: ids('data') } };
}

function certificateOf(parent: Construct, { config: { certificate }, zoneId }: NetworkProps): Network['certificate'] {
  if (certificate.mode === 'existing') return { by: 'arn', arn: certificate.arn };
  // config/rules/network.ts reports it first.
  if (zoneId === null) throw new Error(`${parent.node.path}: a certificate is validated by DNS records, and there is no zone for them`);
  return { by: 'zone', zoneId };
}
