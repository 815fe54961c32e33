/** What an environment has beside its network, whoever made that: security groups, and who proves the certificate. */
import { networkField } from '../../../config/target/network';
import { existingVpc, network, networkConfig } from './network.fixture';

const usual = network();

describe('the security groups', () => {
  const groups = ['LoadBalancer', 'Postgres', 'Redis'].map((id) => usual.resource('aws_security_group', `Network_SecurityGroups_${id}`));

  test('are empty: a rule written in one would make Terraform delete all others', () => {
    for (const group of groups) expect(Object.keys(group).sort()).toEqual(['description', 'lifecycle', 'name_prefix', 'tags', 'vpc_id']);
  });

  test('can be replaced while something carries them: the new one comes first, under another name', () => {
    expect(groups.map(({ name_prefix }) => name_prefix)).toEqual([
      'production-load-balancer-',
      'production-postgres-',
      'production-redis-',
    ]);
    for (const group of groups) expect(group).toMatchObject({ lifecycle: { create_before_destroy: true } });
  });

  test('have descriptions that say nothing that changes: another one would be another group', () => {
    expect(groups.map(({ description }) => description)).toEqual([
      'The load balancer of the hosts',
      'Members of the PostgreSQL cluster',
      'Members of the Redis cluster',
    ]);
  });
});

describe('the certificate', () => {
  test('is the load balancer’s to make, which is told the zone', () => {
    expect(usual.built.certificate).toEqual({ by: 'zone', zoneId: 'f'.repeat(32) });
    expect([...usual.ids('aws_acm_certificate'), ...usual.ids('cloudflare_dns_record')]).toEqual([]);
  });

  test('that is there is taken as it is', () => {
    const arn = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
    const existing = network(networkConfig({}, { certificate: { mode: 'existing', arn } }), { zoneId: null });
    expect(existing.built.certificate).toEqual({ by: 'arn', arn });
  });

  test('cannot be made without a zone', () => {
    expect(() => network(networkConfig(), { zoneId: null })).toThrow(
      'Network: a certificate is validated by DNS records, and there is no zone for them',
    );
  });
});

describe('a network that is there', () => {
  const existing = network(networkField.parse({ vpc: existingVpc }));

  test('is used as it is: nothing is made that belongs to it', () => {
    expect(existing.built.vpcId).toBe('vpc-01234567');
    expect(existing.built.subnetIds).toEqual({
      public: ['subnet-00000001', 'subnet-00000004'],
      private: ['subnet-00000002', 'subnet-00000005'],
      data: ['subnet-00000003', 'subnet-00000006'],
    });
    expect(existing.addresses.filter((address) => address.includes('Network_Vpc'))).toEqual([]);
  });

  test('gets security groups, keys and a bucket of logs', () => {
    expect(existing.resource('aws_security_group', 'Network_SecurityGroups_Redis')).toMatchObject({ vpc_id: 'vpc-01234567' });
    expect(existing.ids('aws_kms_key')).toHaveLength(7);
    expect(existing.built.logBucket).toBe('production-logs-111122223333-eu-central-1');
  });
});

describe('physical names', () => {
  const longest = network(networkConfig({ zones: ['a', 'b', 'c'].map((letter) => `ap-southeast-1${letter}`) }), {
    environment: 'e'.repeat(20),
    region: 'ap-southeast-1',
  });
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and the API references of the other services
  const limits = [
    ['aws_s3_bucket', 'bucket', 63],
    ['aws_iam_role', 'name', 64],
    ['aws_kms_alias', 'name', 256],
    ['aws_cloudwatch_log_group', 'name', 512],
    // The name may have 255; Terraform puts 26 behind the prefix.
    ['aws_security_group', 'name_prefix', 255 - 26],
  ] as const;

  test.each(limits)('of every %s fit, in the region with the longest name', (type, attribute, limit) => {
    const names = longest.ids(type).map((id) => String(longest.resource(type, id)[attribute]));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(name).toContain('e'.repeat(20));
      expect(name.length).toBeLessThanOrEqual(limit);
    }
  });
});
