/** The fields of an EKS cluster, made or brought along, and what follows from them. */
import { versions } from '../../../config';
import { eksClusterName, eksField, switchesOnNetworkPolicies } from '../../../config/target/eks';
import { createdEksConfig, existingEksConfig, inVpc } from '../../constructs/cluster/cluster.fixture';

const problems = (fields: object) => {
  const read = eksField.safeParse({ mode: 'create', runsIn: inVpc, ...fields });
  return read.success ? [] : read.error.issues.map(({ path, message }) => [path.join('.'), message]);
};
const open = { enabled: true, cidrs: ['203.0.113.0/24'], reason: 'hosted runners have no other way in' };
const person = { principal: 'arn:aws:iam::123456789012:role/jane' };

describe('the configuration of a cluster that is made', () => {
  test('needs no more than where plan and apply run', () => {
    expect(createdEksConfig()).toEqual({
      mode: 'create',
      version: '1.35',
      support: 'standard',
      serviceCidr: '172.20.0.0/16',
      dns: 'address',
      publicAccess: { enabled: false },
      runsIn: inVpc,
      people: {},
      logs: { more: [], retentionDays: 365 },
      nodePools: ['general-purpose', 'system'],
      metricsServer: 'v0.8.1-eksbuild.4',
    });
    expect(problems({ runsIn: undefined })).toEqual([['runsIn', expect.any(String)]]);
  });

  test('the Kubernetes release is at most one above the one that is tested', () => {
    const minor = (version: string) => Number(version.split('.')[1]);
    expect([0, 1]).toContain(minor(createdEksConfig().version) - minor(versions.tested.kubernetes));
  });

  test.each([
    [{ publicAccess: { enabled: true } }, 'publicAccess.cidrs'],
    [{ publicAccess: { ...open, reason: undefined } }, 'publicAccess.reason'],
    [{ publicAccess: { ...open, reason: 'because' } }, 'publicAccess.reason'],
    [{ publicAccess: { ...open, cidrs: [] } }, 'publicAccess.cidrs'],
    [{ publicAccess: { ...open, cidrs: ['0.0.0.0/0'] } }, 'publicAccess.cidrs.0'],
    [{ publicAccess: { ...open, cidrs: ['128.0.0.0/1'] } }, 'publicAccess.cidrs.0'],
    [{ publicAccess: { ...open, cidrs: ['10.0.0.0/16'] } }, 'publicAccess.cidrs.0'],
    [{ publicAccess: { ...open, cidrs: Array.from({ length: 41 }, (_, last) => `203.0.113.${last}/32`) } }, 'publicAccess.cidrs'],
    [{ publicAccess: { enabled: false, reason: 'none is needed here' } }, 'publicAccess'],
    [{ runsIn: { place: 'internet' } }, 'runsIn.place'],
    [{ runsIn: { place: 'vpc' } }, 'runsIn.cidrs'],
    [{ runsIn: { place: 'vpc', cidrs: [] } }, 'runsIn.cidrs'],
    [{ version: '1.34.4' }, 'version'],
    [{ version: 'latest' }, 'version'],
    [{ serviceCidr: '100.64.0.0/16' }, 'serviceCidr'],
    [{ serviceCidr: '10.0.0.0/8' }, 'serviceCidr'],
    [{ serviceCidr: '172.20.0.0/25' }, 'serviceCidr'],
    [{ dns: 'pods' }, 'dns'],
    [{ logs: { retentionDays: 7 } }, 'logs.retentionDays'],
    [{ logs: { more: ['audit'] } }, 'logs.more.0'],
    [{ nodePools: ['system'] }, 'nodePools'],
    [{ nodePools: ['gpu'] }, 'nodePools.0'],
    [{ metricsServer: 'latest' }, 'metricsServer'],
    [{ people: { jane: { principal: 'jane' } } }, 'people.jane.principal'],
    [{ people: { jane: { ...person, access: 'root' } } }, 'people.jane.access'],
    [{ people: { 'Jane Doe': person } }, 'people.Jane Doe'],
    [{ people: { jane: person, doe: person } }, 'people.doe.principal'],
    [{ protected: false }, ''],
  ])('%j is refused', (fields, path) => {
    expect(problems(fields).map(([at]) => at)).toContain(path);
  });

  test.each([
    [{ publicAccess: open, runsIn: { place: 'internet' } }],
    [{ publicAccess: open }],
    [{ people: { jane: { ...person, access: 'admin' } } }],
    [{ serviceCidr: '10.100.0.0/16' }],
    [{ logs: { more: ['controllerManager', 'scheduler'] } }],
  ])('%j is taken', (fields) => {
    expect(problems(fields)).toEqual([]);
  });

  test('whoever plans from the internet is told what to do', () => {
    expect(problems({ runsIn: { place: 'internet' } })).toEqual([['runsIn.place', expect.stringContaining('set `publicAccess`')]]);
  });

  test('its name is known before it is there', () => {
    expect(eksClusterName('production', createdEksConfig())).toBe('production-cluster');
    expect(eksClusterName('x'.repeat(20), createdEksConfig()).length).toBeLessThanOrEqual(100);
  });

  test('its network policies are switched on', () => {
    expect(switchesOnNetworkPolicies(createdEksConfig())).toBe(true);
  });
});

describe('the configuration of a cluster that is brought along', () => {
  test('needs its name and the range of its Services', () => {
    expect(existingEksConfig()).toEqual({
      mode: 'existing',
      name: 'shared',
      serviceCidr: '10.100.0.0/16',
      dns: 'address',
      networkPolicies: 'enforced',
    });
    expect(problems({ mode: 'existing', runsIn: undefined }).map(([at]) => at)).toEqual(expect.arrayContaining(['name', 'serviceCidr']));
  });

  test('has none of the fields of one that is made', () => {
    expect(problems({ mode: 'existing', name: 'shared', serviceCidr: '10.100.0.0/16' })).toEqual([['', expect.stringContaining('runsIn')]]);
  });

  test('keeps its own name', () => {
    expect(eksClusterName('production', existingEksConfig())).toBe('shared');
  });

  test('is left alone unless it is to enforce network policies', () => {
    expect(switchesOnNetworkPolicies(existingEksConfig())).toBe(false);
    expect(switchesOnNetworkPolicies(existingEksConfig({ networkPolicies: 'switch-on' }))).toBe(true);
  });
});
