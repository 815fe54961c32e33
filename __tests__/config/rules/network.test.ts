/** What has to hold between a network and its neighbours. */
import { networkProblems } from '../../../config/rules/network';
import { networkField } from '../../../config/target/network';
import { existingVpc, networkConfig, zones } from '../../constructs/network/network.fixture';

const certificateArn = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';

describe('between the network and its neighbours', () => {
  const neighbours = { region: 'eu-central-1', serviceCidr: '172.20.0.0/16', zoneId: 'f'.repeat(32) };
  const problems = (config = networkConfig(), changed: object = {}) => networkProblems(config, { ...neighbours, ...changed });

  test('nothing is wrong by default', () => {
    expect(problems()).toEqual([]);
    expect(problems(networkField.parse({ vpc: existingVpc }))).toEqual([]);
  });

  test('zones of another region are named', () => {
    expect(problems(networkConfig(), { region: 'eu-west-1' }).map(({ message }) => message)).toEqual(
      zones.map((zone) => `${zone} is not a zone of aws.region eu-west-1`),
    );
  });

  test('the addresses of Services are no machine’s', () => {
    expect(problems(networkConfig({ cidr: '172.20.0.0/16' }))).toEqual([
      {
        path: 'network.vpc.cidr',
        message: expect.stringContaining('172.20.0.0/16 overlaps the addresses of the cluster’s Services') as string,
      },
    ]);
  });

  test('subnets of a network that is there do not overlap', () => {
    const [a, b] = [existingVpc.subnets['eu-central-1a'], existingVpc.subnets['eu-central-1b']];
    const subnets = { 'eu-central-1a': a, 'eu-central-1b': { ...b, data: a.private } };
    expect(problems(networkField.parse({ vpc: { ...existingVpc, subnets } }))).toEqual([
      { path: 'network.vpc.subnets', message: '10.9.1.0/24 overlaps the range of another subnet' },
    ]);
  });

  test('a certificate is not made where nothing can prove the hosts', () => {
    expect(problems(networkConfig(), { zoneId: null })).toEqual([
      { path: 'network.certificate', message: expect.stringContaining('name an existing certificate') as string },
    ]);
    const existing = networkConfig({}, { certificate: { mode: 'existing', arn: certificateArn } });
    expect(problems(existing, { zoneId: null })).toEqual([]);
  });
});
