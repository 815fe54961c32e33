import { Namespace } from '../../../constructs/platform/namespace';
import { at, synthesize } from '../../support/synthesized';
import { surroundings } from '../../support/surroundings';

const build = (deletionProtection: boolean) =>
  synthesize((stack) => {
    new Namespace(stack, 'Namespace', {
      name: 'openrouter',
      labels: { 'example.com/gates': 'enabled' },
      quotaMemoryMiB: 1536,
      quotaPods: 20,
      podSecurityVersion: 'v1.34',
      surroundings: surroundings({ deletionProtection }),
      drain: { preStopSeconds: 20, drainSeconds: 600, graceSeconds: 660 },
    });
  });
const namespace = build(true).find('kubernetes_namespace_v1', 'openrouter');
const quota = build(true).find('kubernetes_resource_quota_v1', 'quota');

test('Pod Security restricted is enforced, audited and warned of, at a fixed release', () => {
  expect(at(namespace, 'metadata.labels')).toEqual({
    'app.kubernetes.io/part-of': 'massrouter',
    'example.com/gates': 'enabled',
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/enforce-version': 'v1.34',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': 'v1.34',
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'v1.34',
  });
});

test('it is protected as the environment says', () => {
  expect(at(namespace, 'lifecycle.prevent_destroy')).toBe(true);
  expect(at(build(false).find('kubernetes_namespace_v1', 'openrouter'), 'lifecycle.prevent_destroy')).toBe(false);
});

test('its pods have the time to end their streams before Terraform gives up', () => {
  expect(namespace.timeouts).toEqual({ delete: '960s' });
});

test('the quota bounds memory limits and pods, and comes after the namespace', () => {
  expect(at(quota, 'spec.hard')).toEqual({ 'limits.memory': '1536Mi', pods: '20' });
  expect(quota.depends_on).toEqual([
    'kubernetes_namespace_v1.' + Object.keys(at(build(true).json, 'resource.kubernetes_namespace_v1') as object)[0],
  ]);
});
