/** The fields of the engine `aurora`, and what follows from them. */
import type { Facts } from '../../../config/derived/facts';
import { auroraCapacity, postgresEngines, postgresOn, rdsAuthorities } from '../../../config/postgres';
import { aurora } from '../../../config/postgres/aurora';
import { auroraConfig } from '../../constructs/aws-stores.fixture';

test('needs nothing but its name, and is then safe', () => {
  expect(auroraConfig()).toMatchObject({
    version: expect.stringMatching(/^16\.\d+$/) as unknown,
    database: 'openrouter',
    capacity: { type: 'provisioned', instanceClass: null },
    readers: 1,
    backupRetentionDays: 14,
    logRetentionDays: 365,
    slowQueryMillis: 500,
    extensions: [],
  });
});

test('does not answer at PostgreSQL’s own port unless it is told to', () => {
  expect(auroraConfig().port).not.toBe(5432);
  expect(auroraConfig({ port: 5432 }).port).toBe(5432);
});

test.each([
  [{ version: '16' }, 'must be an exact release of PostgreSQL 16'],
  [{ version: '15.7' }, 'must be an exact release of PostgreSQL 16'],
  [{ readers: 0 }, 'must be 1 or more'],
  [{ readers: 16 }, 'must be 15 or less'],
  [{ port: 1149 }, 'must be 1150 or more'],
  [{ port: 70_000 }, 'must be a port'],
  [{ backupRetentionDays: 13 }, 'must be 14 or more'],
  [{ backupRetentionDays: 36 }, 'must be 35 or less'],
  [{ maxConnections: 9 }, 'must be 10 or more'],
  [{ backupWindow: '05:30-06:30' }, 'must not overlap backupWindow'],
  [{ maintenanceWindow: 'Sunday' }, 'must be two times of a week'],
  [{ logRetentionDays: 1 }, 'must be 30'],
  [{ database: 'Open Router' }, 'must be a name in lower-case letters'],
  [{ extensions: ['pg_trgm"; DROP'] }, 'must be the name of an extension'],
  [{ image: 'registry.example/postgres:latest' }, 'not latest'],
  [{ capacity: { type: 'provisioned', instanceClass: 'db.serverless' } }, 'must be an instance class'],
  [{ capacity: { type: 'provisioned', instanceClass: 'r7g.large' } }, 'must be an instance class'],
  [{ capacity: { type: 'serverless', minAcu: 0 } }, 'must be 0.5 or more'],
  [{ capacity: { type: 'serverless', minAcu: 0.7 } }, 'must be in steps of 0.5'],
  [{ capacity: { type: 'serverless', minAcu: 4, maxAcu: 2 } }, 'must be 1 or more, and not below minAcu'],
  [{ capacity: { type: 'serverless', maxAcu: 0.5 } }, 'must be 1 or more, and not below minAcu'],
  [{ capacity: { type: 'serverless', maxAcu: 257 } }, 'must be 256 or less'],
  [{ capacity: { type: 'other' } }, 'No matching discriminator'],
  [{ deletionProtection: false }, 'Unrecognized key'],
  [{ skipFinalSnapshot: true }, 'Unrecognized key'],
])('%j is refused', (field, message) => {
  expect(() => auroraConfig(field)).toThrow(message);
});

test('is no engine of a cluster of one’s own, and Patroni none of AWS', () => {
  expect(postgresOn.kubernetes.safeParse({ engine: 'aurora' }).success).toBe(false);
  expect(postgresOn.aws.safeParse({ engine: 'patroni' }).success).toBe(false);
});

test.each([
  ['laptop', 'db.t4g.medium', 2],
  ['minimum', 'db.r7g.xlarge', 16],
  ['recommended', 'db.r7g.2xlarge', 32],
] as const)('%s: instances of %s, or up to %d units', (sizing, instanceClass, maxAcu) => {
  expect(auroraCapacity(auroraConfig(), sizing)).toEqual({ type: 'provisioned', instanceClass });
  expect(auroraCapacity(auroraConfig({ capacity: { type: 'serverless' } }), sizing)).toEqual({ type: 'serverless', minAcu: 0.5, maxAcu });
});

test('what is said goes before what the sizing says', () => {
  const of = (capacity: object) => auroraCapacity(auroraConfig({ capacity }), 'minimum');
  expect(of({ type: 'provisioned', instanceClass: 'db.r8g.large' })).toEqual({ type: 'provisioned', instanceClass: 'db.r8g.large' });
  expect(of({ type: 'serverless', minAcu: 2, maxAcu: 8 })).toEqual({ type: 'serverless', minAcu: 2, maxAcu: 8 });
  expect(of({ type: 'serverless', minAcu: 20 })).toEqual({ type: 'serverless', minAcu: 20, maxAcu: 20 });
});

test('is to its neighbours the data subnets, with a security group and no pods', () => {
  const cidrs = { public: ['10.0.0.0/24'], private: ['10.0.16.0/20'], data: ['10.0.1.0/24', '10.0.2.0/24'] };
  expect(aurora.presence(auroraConfig({ port: 6000 }), { sizing: 'minimum', cidrs })).toEqual({
    component: { ports: { postgres: [{ port: 6000, protocol: 'TCP' }] }, runsAs: { cidrs: cidrs.data, securityGroup: 'postgres' } },
    flows: [],
    pods: [],
  });
});

describe('the authorities of a region', () => {
  test.each(['eu-central-1', 'us-east-1', 'us-east-2', 'ap-southeast-2', 'me-south-1'])('%s has three', (region) => {
    const authorities = rdsAuthorities(region);
    expect(authorities).toHaveLength(3);
    for (const pem of authorities) expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n$/);
  });

  test('are its own, sign themselves and are valid for decades', async () => {
    const { X509Certificate } = await import('node:crypto');
    for (const pem of rdsAuthorities('us-east-1')) {
      const certificate = new X509Certificate(pem);
      expect(certificate.subject).toMatch(/CN=Amazon RDS us-east-1 Root CA (RSA2048|RSA4096|ECC384) G1/);
      expect(certificate.ca && certificate.verify(certificate.publicKey)).toBe(true);
      expect(Number(/\d{4}(?= GMT)/.exec(certificate.validTo)?.[0])).toBeGreaterThanOrEqual(2061);
    }
  });

  test('are none where the region is not known', () => {
    expect(rdsAuthorities('mars-north-1')).toEqual([]);
    expect(rdsAuthorities('')).toEqual([]);
  });
});

describe('what it asks of the environment', () => {
  const problems = (facts: object) =>
    aurora.rules
      .flatMap(({ check }) =>
        check(auroraConfig(), {
          name: 'production',
          region: 'eu-central-1',
          backupInput: { enabled: false },
          ...facts,
        } as unknown as Facts),
      )
      .map(({ path }) => path);

  test.each(['production', 'a', 'eu-1-blue'])('the name %s is one that Aurora takes', (name) => {
    expect(problems({ name })).toEqual([]);
  });

  test.each(['1st', 'blue--green'])('the name %s is none', (name) => {
    expect(problems({ name })).toEqual(['name']);
  });

  test('a region whose authorities are not known is none', () => {
    expect(problems({ region: 'mars-north-1' })).toEqual(['aws.region']);
  });

  test('it runs on AWS alone; what is brought along asks nothing', () => {
    expect(aurora.targets).toEqual(['aws']);
    expect(postgresEngines.external.rules).toEqual([]);
  });
});
