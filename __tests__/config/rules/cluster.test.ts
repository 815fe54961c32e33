/** What has to hold between a cluster of EKS and the rest of its environment. */
import { eksProblems } from '../../../config/rules/cluster';
import { automation, createdEksConfig, existingEksConfig } from '../../constructs/cluster/cluster.fixture';

describe('what does not go together with the rest of the environment', () => {
  const { planRole, applyRole } = automation;
  const rest = { cidrs: ['10.0.0.0/16'], roles: [planRole, applyRole] };

  test('nothing, by default', () => {
    expect(eksProblems(createdEksConfig(), rest)).toEqual([]);
  });

  test.each([
    ['10.0.128.0/17', '10.0.0.0/16'],
    ['10.0.0.0/12', '10.0.0.0/16'],
    ['172.20.0.0/16', '172.16.0.0/12'],
  ])('Services at %s in a network of %s', (serviceCidr, network) => {
    expect(eksProblems(createdEksConfig({ serviceCidr }), { ...rest, cidrs: ['192.168.0.0/16', network] })).toEqual([
      { path: 'cluster.serviceCidr', message: expect.stringContaining(`${serviceCidr} overlaps ${network}`) },
    ]);
  });

  test('Services of a cluster that is brought along, in the network', () => {
    expect(eksProblems(existingEksConfig({ serviceCidr: '10.0.0.0/20' }), rest)).toHaveLength(1);
  });

  test.each(['1.33', '1.28'])('a version whose standard support is over, %s, unless the price is accepted', (version) => {
    expect(eksProblems(createdEksConfig({ version }), rest)).toEqual([
      {
        path: 'cluster.version',
        message: expect.stringMatching(
          /^standard support of Kubernetes 1\.\d\d ended on .*2026-\d\d-\d\d: EKS upgrades .*365 more a month$/,
        ) as string,
      },
    ]);
    expect(eksProblems(createdEksConfig({ version, support: 'extended' }), rest)).toEqual([]);
  });

  test.each([planRole, applyRole])('%s among the people', (principal) => {
    expect(eksProblems(createdEksConfig({ people: { robot: { principal } } }), rest)).toEqual([
      { path: 'cluster.people.robot.principal', message: expect.stringContaining('leave it out') },
    ]);
  });
});
