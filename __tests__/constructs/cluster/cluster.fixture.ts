import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { TerraformStack } from 'cdktf';
import { eksField, type CreatedEksConfig, type ExistingEksConfig } from '../../../config/target/eks';
import type { AwsPlacement } from '../../../constructs/contracts';
import { synthesizeReadable } from '../../support/readable-stack';

export const placement: AwsPlacement = {
  kind: 'aws',
  environment: 'production',
  clusterName: 'production-cluster',
  generation: 1,
  accountId: '123456789012',
  region: 'eu-central-1',
  vpcId: 'vpc-1',
  zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  subnetIds: { public: ['subnet-public'], private: ['subnet-a', 'subnet-b', 'subnet-c'], data: ['subnet-data'] },
  securityGroupIds: { loadBalancer: 'sg-load-balancer', postgres: 'sg-postgres', redis: 'sg-redis' },
  kmsKeyArns: {
    postgres: 'arn:key/postgres',
    redis: 'arn:key/redis',
    assets: 'arn:key/assets',
    backups: 'arn:key/backups',
    secrets: 'arn:key/secrets',
    logs: 'arn:key/logs',
    cluster: 'arn:key/cluster',
  },
  certificate: { by: 'arn', arn: 'arn:certificate' },
  logBucket: 'production-logs',
  permissionsBoundaryArn: null,
  namespace: 'openrouter',
};

export const automation = {
  planRole: 'arn:aws:iam::123456789012:role/massrouter-plan',
  applyRole: 'arn:aws:iam::123456789012:role/massrouter-apply',
};

export const inVpc = { place: 'vpc', cidrs: ['10.9.0.0/24'] } as const;

/** The configuration as read: what is not said has its default. */
export function createdEksConfig(fields: object = {}): CreatedEksConfig {
  const config = eksField.parse({ mode: 'create', runsIn: inVpc, ...fields });
  if (config.mode !== 'create') throw new Error(`${config.mode} is another mode`);
  return config;
}

export function existingEksConfig(fields: object = {}): ExistingEksConfig {
  const config = eksField.parse({ mode: 'existing', name: 'shared', serviceCidr: '10.100.0.0/16', ...fields });
  if (config.mode !== 'existing') throw new Error(`${config.mode} is another mode`);
  return config;
}

type Block = Record<string, unknown>;

/** What Terraform is given for one stack. */
export interface Built {
  readonly text: string;
  /** Every resource of a type, by its construct's path below the stack. */
  resources(type: string): Record<string, Block>;
  data(type: string): Record<string, Block>;
  /** The value of an output. */
  output(name: string): unknown;
  /** The one resource of a type, or the one at a path. */
  one(type: string, path?: string): Block;
}

/** Synthesizes what `build` puts into a stack; ids are paths, as they are in the program. */
export function synthesized(build: (stack: TerraformStack) => void): Built {
  const { text } = synthesizeReadable((stack) => {
    new AwsProvider(stack, 'Aws', { region: placement.region });
    new KubernetesProvider(stack, 'Kubernetes', {});
    build(stack);
  });
  const json = JSON.parse(text) as Record<'resource' | 'data', Record<string, Record<string, Block>> | undefined> & {
    readonly output?: Record<string, Block>;
  };
  const resources = (type: string) => json.resource?.[type] ?? {};
  return {
    text,
    resources,
    data: (type) => json.data?.[type] ?? {},
    output: (name) => json.output?.[name]?.['value'],
    one(type, path) {
      const all = resources(type);
      const paths = Object.keys(all);
      const found = path === undefined && paths.length === 1 ? all[String(paths[0])] : all[String(path)];
      if (found === undefined) throw new Error(`no ${type} ${path ?? '(one only)'}; there are: ${paths.join(', ')}`);
      return found;
    },
  };
}
