/** Inputs of environments on AWS as people could write them. */
import fc from 'fast-check';
import { production } from '../../../config/environments/production';
import { disabled, some } from './arbitrary-fields';
import { monitoring } from './arbitrary-monitoring';
import { added } from './arbitrary-services';

const zones = fc.constantFrom(['eu-central-1a', 'eu-central-1b', 'eu-central-1c'], ['eu-central-1b', 'eu-central-1c', 'eu-central-1d']);
const id = (prefix: string) => fc.stringMatching(/^[0-9a-f]{17}$/).map((digits) => `${prefix}-${digits}`);

const subnets = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.array(id('subnet'), { minLength: 9, maxLength: 9 }))
  .map(([first, ids]) =>
    Object.fromEntries(
      ['a', 'b', 'c'].map((letter, zone) => [
        `eu-central-1${letter}`,
        Object.fromEntries(
          ['public', 'private', 'data'].map((tier, index) => [
            tier,
            { id: ids[zone * 3 + index], cidr: `10.${first + zone}.${index}.0/24` },
          ]),
        ),
      ]),
    ),
  );

const vpc = fc.oneof(
  some(
    {
      mode: fc.constant('create'),
      cidr: fc.constantFrom('10.0.0.0/16', '10.64.0.0/18', '192.168.0.0/20'),
      zones,
      nat: fc.constantFrom('single', 'per-zone'),
      interfaceEndpoints: fc.subarray(['ecr.api', 'ecr.dkr', 'sts', 'logs', 'secretsmanager']),
      flowLogs: disabled,
    },
    ['mode', 'zones'],
  ),
  fc.record({ mode: fc.constant('existing'), vpcId: id('vpc'), subnets }),
);

const cluster = fc.oneof(
  some(
    {
      mode: fc.constant('create'),
      runsIn: fc.constant({ place: 'vpc', cidrs: ['10.0.0.0/20'] }),
      logs: some({ more: fc.subarray(['scheduler', 'controllerManager']), retentionDays: fc.constantFrom(90, 365) }),
      people: fc.constantFrom({}, { anybody: { principal: 'arn:aws:iam::123456789012:role/anybody', access: 'admin' } }),
    },
    ['mode', 'runsIn'],
  ),
  some(
    {
      mode: fc.constant('existing'),
      name: fc.constant('shared'),
      serviceCidr: fc.constant('172.20.0.0/16'),
      dns: fc.constantFrom('pods', 'address'),
      networkPolicies: fc.constantFrom('enforced', 'switch-on'),
    },
    ['mode', 'name', 'serviceCidr'],
  ),
);

const stores = {
  postgres: some(
    {
      engine: fc.constant('aurora'),
      capacity: fc.constantFrom({ type: 'provisioned' }, { type: 'serverless' }),
      readers: fc.integer({ min: 1, max: 3 }),
      port: fc.integer({ min: 1150, max: 65_535 }),
      maxConnections: fc.integer({ min: 200, max: 2000 }),
      backupRetentionDays: fc.integer({ min: 14, max: 35 }),
    },
    ['engine'],
  ),
  redis: some(
    {
      engine: fc.constant('elasticache'),
      software: fc.constantFrom('redis', 'valkey'),
      shards: fc.integer({ min: 1, max: 4 }),
      replicasPerShard: fc.integer({ min: 1, max: 2 }),
      port: fc.integer({ min: 1024, max: 65_535 }),
      use: fc.constantFrom('cache', 'coordination'),
    },
    ['engine'],
  ),
  objectStorage: some(
    {
      engine: fc.constant('s3'),
      backups: some({
        lock: fc.oneof(disabled, fc.constant({ enabled: true, days: 7 })),
        noncurrentDays: fc.integer({ min: 7, max: 60 }),
      }),
    },
    ['engine'],
  ),
};

const images = {
  backend: { image: 'registry.example/backend:1.0.0' },
  admin: { image: 'registry.example/admin:1.0.0' },
  portal: { image: 'registry.example/portal:1.0.0' },
};

/** What people could write: every field is of its type, most rules hold. */
export const awsInput = (name: string): fc.Arbitrary<unknown> =>
  some(
    {
      name: fc.constant(name),
      target: fc.constant('aws'),
      sizing: fc.constantFrom('minimum', 'recommended'),
      deletionProtection: fc.boolean(),
      generation: fc.integer({ min: 1, max: 9 }),
      aws: some(
        {
          accountId: fc.constant(production.aws.accountId), // the roles are its own
          region: fc.constant('eu-central-1'),
          budget: fc.oneof(disabled, fc.constant(production.aws.budget)),
          permissionsBoundaryArn: fc.constantFrom(null, 'arn:aws:iam::aws:policy/PowerUserAccess'),
        },
        ['accountId', 'region', 'budget'],
      ),
      automation: fc.constant(production.automation),
      state: fc.constantFrom({ backend: 'local' }, production.state),
      network: fc.record({ vpc }),
      cluster,
      services: added.map((more) => ({ ...images, ...more })),
      ...stores,
      secrets: some({ revision: fc.integer({ min: 2, max: 9 }) }),
      loadBalancer: fc.constant(production.loadBalancer),
      cdn: fc.record({
        engine: fc.constant('cloudflare'),
        plan: fc.constantFrom('free', 'pro', 'business', 'enterprise'),
        zone: fc.constant('openrouter.ai'),
        zoneId: fc.stringMatching(/^[0-9a-f]{32}$/),
        accountId: fc.constant('0'.repeat(32)), // what Access needs
        authenticatedOriginPulls: fc.constant(production.cdn.authenticatedOriginPulls),
        adminProtection: fc.oneof(disabled, fc.constant(production.cdn.adminProtection)),
      }),
      monitoring,
    },
    [
      ...(['name', 'target', 'sizing', 'aws', 'automation', 'state', 'network', 'cluster', 'services', 'postgres', 'redis'] as const),
      ...(['objectStorage', 'loadBalancer', 'cdn', 'monitoring'] as const),
    ],
  );
