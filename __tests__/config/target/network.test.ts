/** What may be written of the network, and what comes of it. */
import { overlap } from '../../../config/fields/cidr';
import { networkField } from '../../../config/target/network';
import { networkCidrs, networkZones, subnetCidr, subnetTiers } from '../../../config/derived/subnets';
import { existingVpc, networkConfig, zones } from '../../constructs/network/network.fixture';

const created = { mode: 'create', zones };
const refused = (vpc: object, fields: object = {}) => {
  const result = networkField.safeParse({ vpc, ...fields });
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};
const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';

describe('the fields', () => {
  test('of a network of its own have defaults, all but the zones', () => {
    expect(networkField.parse({ vpc: created })).toEqual({
      vpc: {
        mode: 'create',
        cidr: '10.0.0.0/16',
        zones,
        nat: 'per-zone',
        interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'eks-auth', 'sts'],
        flowLogs: { enabled: true, retentionDays: 365 },
      },
      certificate: { mode: 'create' },
      accessLogRetentionDays: 365,
    });
  });

  test.each([
    ['the smallest range', { ...created, cidr: '192.168.16.0/20' }, {}],
    ['a single way out', { ...created, nat: 'single' }, {}],
    ['no endpoints', { ...created, interfaceEndpoints: [] }, {}],
    ['no flow logs, with a reason', { ...created, flowLogs: { enabled: false, reason: 'nobody looks at those of this account' } }, {}],
    ['a network that is there', existingVpc, {}],
    ['a certificate that is there', created, { certificate: { mode: 'existing', arn: certificateArn } }],
  ])('take %s', (_, vpc, fields) => {
    expect(refused(vpc, fields)).toEqual([]);
  });

  test.each([
    ['two zones', { ...created, zones: zones.slice(0, 2) }, 'vpc.zones: must be three availability zones'],
    ['a zone twice', { ...created, zones: [zones[0], zones[0], zones[1]] }, 'vpc.zones: must be three different zones'],
    ['a region for a zone', { ...created, zones: ['eu-central-1', 'eu-central-1b', 'eu-central-1c'] }, 'must be an availability zone'],
    ['public addresses', { ...created, cidr: '8.8.0.0/16' }, 'vpc.cidr: must be a range of private addresses'],
    ['what only looks private', { ...created, cidr: '172.32.0.0/16' }, 'vpc.cidr: must be a range of private addresses'],
    ['too large a range', { ...created, cidr: '10.0.0.0/15' }, 'vpc.cidr: must be /16 to /20'],
    ['too small a range', { ...created, cidr: '10.0.0.0/21' }, 'vpc.cidr: must be /16 to /20'],
    ['a range that begins in its middle', { ...created, cidr: '10.0.1.0/16' }, 'vpc.cidr: must begin where a range of its length begins'],
    [
      'days that nobody offers',
      { ...created, flowLogs: { enabled: true, retentionDays: 100 } },
      'vpc.flowLogs.retentionDays: must be 30, 60',
    ],
    ['no flow logs without a reason', { ...created, flowLogs: { enabled: false } }, 'vpc.flowLogs.reason'],
    ['an endpoint twice', { ...created, interfaceEndpoints: ['sts', 'sts'] }, 'vpc.interfaceEndpoints: must name each service once'],
    ['an unknown endpoint', { ...created, interfaceEndpoints: ['s3'] }, 'vpc.interfaceEndpoints.0'],
    ['a field of the other mode', { ...existingVpc, nat: 'single' }, 'nat'],
    [
      'one zone of a network that is there',
      { ...existingVpc, subnets: { 'eu-central-1a': existingVpc.subnets['eu-central-1a'] } },
      'vpc.subnets: must be subnets of at least two zones',
    ],
  ])('refuse %s', (_, vpc, message) => {
    expect(refused(vpc).join('\n')).toContain(message);
  });

  test('refuse a certificate of another service', () => {
    const arn = 'arn:aws:iam::111122223333:server-certificate/openrouter';
    expect(refused(created, { certificate: { mode: 'existing', arn } }).join()).toContain(
      'certificate.arn: must be the ARN of an ACM certificate',
    );
  });
});

describe('the ranges', () => {
  test('of the subnets come from the one of the network', () => {
    expect(networkCidrs(networkConfig())).toEqual({
      private: ['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/20'],
      public: ['10.0.128.0/21', '10.0.136.0/21', '10.0.144.0/21'],
      data: ['10.0.192.0/21', '10.0.200.0/21', '10.0.208.0/21'],
    });
  });

  test('of the smallest network still have room for a load balancer, which AWS wants to be /27', () => {
    expect(networkCidrs(networkConfig({ cidr: '172.16.16.0/20' }))).toEqual({
      private: ['172.16.16.0/24', '172.16.17.0/24', '172.16.18.0/24'],
      public: ['172.16.24.0/25', '172.16.24.128/25', '172.16.25.0/25'],
      data: ['172.16.28.0/25', '172.16.28.128/25', '172.16.29.0/25'],
    });
  });

  test.each(['10.0.0.0/16', '10.1.0.0/17', '10.255.192.0/18', '172.31.224.0/19', '192.168.240.0/20'])(
    'of every letter a zone can have lie in %s and apart',
    (cidr) => {
      const all = [...'abcdefgh'].flatMap((letter) => subnetTiers.map((tier) => subnetCidr({ cidr }, tier, `us-east-1${letter}`)));
      for (const one of all) {
        expect(all.filter((other) => overlap(one, other))).toEqual([one]);
        expect(overlap(one, cidr)).toBe(true);
      }
      const addresses = all.reduce((sum, one) => sum + 2 ** (32 - Number(one.split('/')[1])), 0);
      expect(addresses).toBe(2 ** (32 - Number(cidr.split('/')[1])));
    },
  );

  test('do not depend on the order of the zones', () => {
    expect(networkCidrs(networkConfig({ zones: [...zones].reverse() }))).toEqual(networkCidrs(networkConfig()));
  });

  test('of two zones stay when the third is exchanged', () => {
    const other = networkCidrs(networkConfig({ zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1d'] }));
    expect(other.private).toEqual(['10.0.0.0/20', '10.0.16.0/20', '10.0.48.0/20']);
  });

  test('of a network that is there are as they were said, by the names of its zones', () => {
    const config = networkField.parse({ vpc: existingVpc });
    expect(networkZones(config)).toEqual(['eu-central-1a', 'eu-central-1b']);
    expect(networkCidrs(config)).toEqual({
      public: ['10.9.0.0/24', '10.9.3.0/24'],
      private: ['10.9.1.0/24', '10.9.4.0/24'],
      data: ['10.9.2.0/24', '10.9.5.0/24'],
    });
  });
});
