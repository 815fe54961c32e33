import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { CloudflareProvider } from '@cdktf/provider-cloudflare/lib/provider';
import type { TerraformStack } from 'cdktf';
import { networkField, type NetworkConfig } from '../../../config/target/network';
import { createNetwork, type Network } from '../../../constructs/network';
import type { KmsKeyPurpose } from '../../../constructs/contracts';
import { synthesizeReadable } from '../../support/readable-stack';
import { surroundings } from '../../support/surroundings';

type Attributes = Record<string, unknown>;

/** What was written for a stack, by address. */
export interface Written {
  readonly text: string;
  /** The resource at `<type>.<logical id>`; an error that lists those of its type otherwise. */
  resource(type: string, id: string): Attributes;
  /** Logical ids of all resources of a type. */
  ids(type: string): readonly string[];
  /** Every resource as `<type>.<logical id>`. */
  readonly addresses: readonly string[];
}

/** What `build` makes in a stack of its own, and what was written for it. */
export function write<T>(build: (stack: TerraformStack) => T): Written & { readonly built: T } {
  const { built, text } = synthesizeReadable((stack) => {
    new AwsProvider(stack, 'Aws', { region: 'eu-central-1' });
    new CloudflareProvider(stack, 'Cloudflare', {});
    return build(stack);
  });
  const { resource: all = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, Attributes>> };
  const ids = (type: string) => Object.keys(all[type] ?? {});
  return {
    text,
    built,
    ids,
    addresses: Object.keys(all).flatMap((type) => ids(type).map((id) => `${type}.${id}`)),
    resource(type, id) {
      const found = all[type]?.[id];
      if (found === undefined) throw new Error(`no ${type}.${id}; there are: ${ids(type).join(', ')}`);
      return found;
    },
  };
}

export const account = { accountId: '111122223333', region: 'eu-central-1' };
export const zones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
export const hosts = { backend: 'api.openrouter.ai', admin: 'admin.openrouter.ai', portal: 'openrouter.ai' };

/** The configuration as read: what is not said has its default. */
export const networkConfig = (vpc: object = {}, fields: object = {}): NetworkConfig =>
  networkField.parse({ vpc: { mode: 'create', zones, ...vpc }, ...fields });

const subnet = (digit: string, cidr: string) => ({ id: `subnet-0000000${digit}`, cidr });
export const existingVpc = {
  mode: 'existing',
  vpcId: 'vpc-01234567',
  subnets: {
    'eu-central-1b': { public: subnet('4', '10.9.3.0/24'), private: subnet('5', '10.9.4.0/24'), data: subnet('6', '10.9.5.0/24') },
    'eu-central-1a': { public: subnet('1', '10.9.0.0/24'), private: subnet('2', '10.9.1.0/24'), data: subnet('3', '10.9.2.0/24') },
  },
};

export function network(
  config: NetworkConfig = networkConfig(),
  {
    zoneId = 'f'.repeat(32),
    deletionProtection = true,
    environment = 'production',
    region = account.region,
  }: { zoneId?: string | null; deletionProtection?: boolean; environment?: string; region?: string } = {},
): Written & { readonly built: Network } {
  return write((stack) =>
    createNetwork(stack, 'Network', {
      config,
      environment,
      accountId: account.accountId,
      region,
      permissionsBoundaryArn: null,
      zoneId,
      surroundings: surroundings({ deletionProtection }),
    }),
  );
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: unknown;
}

/** Statements of a policy by their names. */
export function statements(text: unknown): Readonly<Record<string, Statement>> {
  const { Statement: all } = JSON.parse(String(text)) as { Statement: Statement[] };
  return Object.fromEntries(all.map((statement) => [statement.Sid, statement]));
}

export const kmsPurposes = [
  'postgres',
  'redis',
  'assets',
  'backups',
  'secrets',
  'logs',
  'cluster',
] as const satisfies readonly KmsKeyPurpose[];
