/** The stores of AWS as production has them, and what each test changes of them. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Surroundings } from '../../config';
import { auroraCapacity, postgresOn, type AuroraConfig } from '../../config/postgres';
import { elasticacheNodeType, redisOn, type ElasticacheConfig } from '../../config/redis';
import type { AwsPlacement } from '../../constructs/contracts';
import { Aurora } from '../../constructs/postgres/aurora/aurora';
import { Elasticache } from '../../constructs/redis/elasticache/elasticache';
import { at, synthesize, type Synthesized } from '../support/synthesized';
import { surroundings } from '../support/surroundings';

const key = (purpose: string) => `arn:aws:kms:eu-central-1:123456789012:key/${purpose}`;

export const placement: AwsPlacement = {
  kind: 'aws',
  environment: 'production',
  clusterName: 'production-cluster',
  generation: 1,
  accountId: '123456789012',
  region: 'eu-central-1',
  vpcId: 'vpc-1',
  zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  subnetIds: {
    public: ['subnet-public-a', 'subnet-public-b', 'subnet-public-c'],
    private: ['subnet-private-a', 'subnet-private-b', 'subnet-private-c'],
    data: ['subnet-data-a', 'subnet-data-b', 'subnet-data-c'],
  },
  securityGroupIds: { loadBalancer: 'sg-load-balancer', postgres: 'sg-postgres', redis: 'sg-redis' },
  kmsKeyArns: {
    postgres: key('postgres'),
    redis: key('redis'),
    assets: key('assets'),
    backups: key('backups'),
    secrets: key('secrets'),
    logs: key('logs'),
    cluster: key('cluster'),
  },
  certificate: { by: 'arn', arn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1' },
  logBucket: 'production-logs-123456789012-eu-central-1',
  permissionsBoundaryArn: null,
  namespace: 'openrouter',
};

type Body = Record<string, unknown>;

export interface Resources extends Synthesized {
  /** All resources of a type by their logical ids, without the hash that a stack of tests adds. */
  all(type: string): Readonly<Record<string, Body>>;
  /** The only one of a type. */
  one(type: string): Body;
}

const withoutHash = (id: string) => id.replace(/_[0-9A-F]{8}$/, '');

/** What is below a path of the JSON, by logical ids. */
export const blocks = (json: unknown, path: string): Readonly<Record<string, Body>> =>
  Object.fromEntries(Object.entries((at(json, path) ?? {}) as Record<string, Body>).map(([id, body]) => [withoutHash(id), body]));

/** A stack with the provider of AWS. */
export function awsStack(build: (stack: TerraformStack) => void): Resources {
  const synthesized = synthesize((stack) => {
    new AwsProvider(stack, 'Aws', { region: placement.region });
    build(stack);
  });
  const all = (type: string) => blocks(synthesized.json, `resource.${type}`);
  const one = (type: string) => {
    const found = Object.values(all(type));
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${String(found.length)} resources ${type}`);
    return found[0];
  };
  return { ...synthesized, all, one };
}

/** A stack with what is built, and that. */
export function built<T>(build: (scope: Construct) => T): { readonly resources: Resources; readonly box: T } {
  const made: T[] = [];
  const resources = awsStack((stack) => void made.push(build(stack)));
  const [box] = made;
  if (box === undefined) throw new Error('not built');
  return { resources, box };
}

export interface Changes extends Partial<Surroundings> {
  readonly placement?: Partial<AwsPlacement>;
}

/** The engine's fields as configured. */
export function auroraConfig(fields: object = {}): AuroraConfig {
  const config = postgresOn.aws.parse({ engine: 'aurora', ...fields });
  if (config.engine !== 'aurora') throw new Error(`read as ${config.engine}`);
  return config;
}

export const aurora = (fields: object = {}, { placement: changed, ...around }: Changes = {}) =>
  built((scope) => {
    const config = auroraConfig(fields);
    const where = { ...placement, ...changed };
    return new Aurora(scope, 'Postgres', {
      config,
      placement: where,
      capacity: auroraCapacity(config, surroundings(around).sizing),
      surroundings: surroundings(around),
    });
  });

/** The engine's fields as configured. */
export function elasticacheConfig(fields: object = {}): ElasticacheConfig {
  const config = redisOn.aws.parse({ engine: 'elasticache', ...fields });
  if (config.engine !== 'elasticache') throw new Error(`read as ${config.engine}`);
  return config;
}

export const elasticache = (fields: object = {}, { placement: changed, ...around }: Changes = {}) =>
  built((scope) => {
    const config = elasticacheConfig(fields);
    const where = { ...placement, ...changed };
    return new Elasticache(scope, 'Redis', {
      config,
      placement: where,
      nodeType: elasticacheNodeType(config, surroundings(around).sizing),
      surroundings: surroundings(around),
    });
  });

/** The instances of Aurora, in the order of their letters. */
export const instancesOf = ({ resources }: { readonly resources: Resources }) => Object.values(resources.all('aws_rds_cluster_instance'));

/** The logical id of the only block at a path of the JSON. */
export const onlyId = (json: unknown, path: string) => Object.keys(at(json, path) as object)[0];

/** Arguments of a resource as it is written that its class has no property for: misspelt ones, or newer than the bindings. */
export const unknownArguments = (body: object | undefined, type: { readonly prototype: object }): string[] =>
  Object.keys(body ?? {})
    .filter((key) => !['//', 'lifecycle', 'depends_on'].includes(key))
    .map((key) => key.replace(/_./g, (two) => (two[1] ?? '').toUpperCase()))
    .filter((key) => !Object.getOwnPropertyNames(type.prototype).includes(key));
