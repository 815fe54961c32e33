import { monitoringMembers, monitoringResources, receivers, retentionGiB } from '../../../config';
import { monitoringFlows, monitoringOn, monitoringPresences } from '../../../config/monitoring';
import { servicesOf } from '../../support/services';

const off = { enabled: false, reason: 'a test that is about something else' };
const secret = { name: 'receivers', key: 'url' };
const slack = { type: 'slack', name: 'team', severities: ['critical'], secret };
const mail = {
  ...{ type: 'email', name: 'mail', severities: ['critical'], secret },
  ...{ to: 'team@example.com', from: 'alerts@example.com', host: 'smtp.example.com', username: 'alerts' },
};
const usual = { receivers: off, watchdog: off };
const read = (fields: object = {}) => monitoringOn.aws.parse({ ...usual, ...fields });
const isGood = (fields: object, target: keyof typeof monitoringOn = 'aws') =>
  monitoringOn[target].safeParse({ ...usual, ...fields }).success;
const surroundings = {
  sizing: 'minimum',
  namespace: 'openrouter',
  aws: false,
  loadBalancer: { ports: {}, runsAs: { cidrs: [] } },
} as const;
const flowsOf = (fields: object = {}, aws = false) =>
  Object.values(monitoringPresences(read(fields), { ...surroundings, aws })).flatMap(({ flows }) =>
    flows.map(({ from, to, port }) => `${from} → ${to}:${port}`),
  );

const amazon = { type: 'amazon', workspaceArn: 'arn:aws:aps:eu-central-1:123456789012:workspace/ws-1' };
const url = { type: 'url', url: 'https://metrics.example.com/write', credentialsSecret: 'remote' };

describe('the configuration', () => {
  test('has to say who is told, or why nobody is', () => {
    expect(monitoringOn.kubernetes.safeParse({ watchdog: off }).success).toBe(false);
    expect(monitoringOn.kubernetes.safeParse({ receivers: off }).success).toBe(false);
    expect(isGood({ receivers: { enabled: false } })).toBe(false);
  });

  test.each([
    ['one receiver', { receivers: [slack] }],
    [
      'one of each kind',
      { receivers: [slack, mail, { ...slack, type: 'pagerduty', name: 'b' }, { ...slack, type: 'webhook', name: 'c' }] },
    ],
    ['a remote write', { remoteWrite: url }],
    ['a workspace of Amazon', { remoteWrite: amazon }],
    ['a size that leaves room', { prometheus: { storageGiB: 100, retentionGiB: 85 } }],
    ['probes that are off, with a reason', { probes: off }],
  ])('may have %s', (_, fields) => {
    expect(isGood(fields)).toBe(true);
  });

  test.each([
    ['no receiver', { receivers: [] }],
    ['nobody who is woken', { receivers: [{ ...slack, severities: ['warning'] }] }],
    ['two receivers of one name', { receivers: [slack, { ...slack, type: 'webhook' }] }],
    ['a receiver of nothing', { receivers: [{ ...slack, severities: [] }] }],
    ['a severity twice', { receivers: [{ ...slack, severities: ['critical', 'critical'] }] }],
    ['a URL in clear text in place of a Secret', { receivers: [{ ...slack, secret: 'https://hooks.example.com/1' }] }],
    ['samples that fill the volume', { prometheus: { storageGiB: 100, retentionGiB: 86 } }],
    ['a remote write without TLS', { remoteWrite: { ...url, url: 'http://metrics.example.com' } }],
    ['a workspace that is none', { remoteWrite: { ...amazon, workspaceArn: 'arn:aws:s3:::bucket' } }],
    ['scrapes every five minutes', { prometheus: { scrapeIntervalSeconds: 300 } }],
    ['probes that are off for no reason', { probes: { enabled: false } }],
    ['a Grafana at a URL in place of a host', { grafana: { host: 'https://grafana.example.com' } }],
  ])('must not have %s', (_, fields) => {
    expect(isGood(fields)).toBe(false);
  });

  test('has a workspace of Amazon on AWS only', () => {
    expect(isGood({ remoteWrite: amazon }, 'kubernetes')).toBe(false);
  });

  test('keeps as much as four fifths of the volume hold, if nothing else is said', () => {
    expect(retentionGiB(read({ prometheus: { storageGiB: 100 } }).prometheus)).toBe(80);
    expect(retentionGiB(read({ prometheus: { storageGiB: 100, retentionGiB: 10 } }).prometheus)).toBe(10);
  });

  test('has no receivers where they are off', () => {
    expect(receivers(read().receivers)).toEqual([]);
    expect(receivers(read({ receivers: [slack] }).receivers).map(({ name }) => name)).toEqual(['team']);
  });
});

describe('the flows', () => {
  test('lead to the internet only for what is configured', () => {
    expect(flowsOf({ probes: off }).filter((flow) => flow.includes('internet'))).toEqual([]);
    expect(flowsOf({ probes: off, receivers: [slack] })).toContain('alertmanager → internet:https');
    expect(flowsOf({ probes: off, receivers: [mail] }).filter((flow) => flow.includes('internet'))).toEqual([
      'alertmanager → internet:submission',
    ]);
    expect(flowsOf({ remoteWrite: url })).toContain('prometheus → internet:https');
    expect(flowsOf()).toContain('blackbox-exporter → internet:https');
  });

  test('lead to pod identity only on AWS, for who has a role', () => {
    expect(flowsOf().filter((flow) => flow.includes('podIdentity'))).toEqual([]);
    expect(flowsOf({ remoteWrite: amazon }, true).filter((flow) => flow.includes('podIdentity'))).toEqual([
      'prometheus → podIdentity:http',
      'cloudwatch-exporter → podIdentity:http',
    ]);
  });

  test('never come from Grafana, but to Prometheus and names', () => {
    expect(flowsOf().filter((flow) => flow.startsWith('grafana'))).toEqual(['grafana → dns:dns', 'grafana → prometheus:http']);
  });

  test('lead to every port of metrics, and to none of what is not run', () => {
    const presences = monitoringPresences(read(), surroundings);
    const all = monitoringFlows(
      presences,
      servicesOf({ portal: { metrics: '/metrics' }, worker: { kind: 'worker', metrics: '/stats' } }),
    ).map(({ to, port }) => `${to}:${port}`);
    expect(all).toContain('node-exporter:metrics');
    expect(all).toContain('grafana:http');
    expect(all).toEqual(expect.arrayContaining(['backend:http', 'portal:http', 'worker:http']));
    expect(all).not.toContain('admin:http');
    expect(all).not.toContain('cloudwatch-exporter:metrics');
  });
});

describe('the sizes', () => {
  test('a laptop has one of each, and the smaller ones have less', () => {
    expect([monitoringMembers('laptop'), monitoringMembers('recommended')]).toEqual([
      { prometheus: 1, alertmanager: 1 },
      { prometheus: 2, alertmanager: 3 },
    ]);
    const limits = (['laptop', 'minimum', 'recommended'] as const).map((sizing) => monitoringResources(sizing).prometheus.memoryLimitMiB);
    expect([...limits].sort((a, b) => a - b)).toEqual(limits);
  });

  test('the budget of the namespace counts every pod but those of the other namespace', () => {
    const { 'node-exporter': nodes, prometheus, grafana } = monitoringPresences(read(), surroundings);
    expect(nodes.pods).toEqual([]);
    expect(prometheus.pods).toEqual([{ name: 'prometheus', pods: 2, memoryLimitMiB: 3072 }]);
    // While it rolls there are two.
    expect(grafana.pods).toEqual([{ name: 'grafana', pods: 2, memoryLimitMiB: 512 }]);
  });
});
