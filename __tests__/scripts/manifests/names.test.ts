/** Names, lists and types of what cdktf writes for the bindings, in Kubernetes. */
import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1';
import { DaemonSetV1 } from '@cdktf/provider-kubernetes/lib/daemon-set-v1';
import { HorizontalPodAutoscalerV2 } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import { IngressV1 } from '@cdktf/provider-kubernetes/lib/ingress-v1';
import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
import { LimitRangeV1 } from '@cdktf/provider-kubernetes/lib/limit-range-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { StatefulSetV1 } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { StorageClassV1 } from '@cdktf/provider-kubernetes/lib/storage-class-v1';
import type { TerraformStack } from 'cdktf';
import { toManifests, type KubernetesObject } from '../../../scripts/manifests';
import { at, synthesize } from '../../support/synthesized';

const metadata = { name: 'one', namespace: 'app' };
const labels = { app: 'one' };

/** The only object that `build` makes. */
function manifest(build: (stack: TerraformStack) => void): KubernetesObject {
  const [object, ...others] = toManifests(synthesize(build).json);
  if (object === undefined || others.length > 0) throw new Error(`${others.length + 1} objects`);
  return object;
}

test('replicas of a StatefulSet are a number, and single blocks in lists are objects', () => {
  const object = manifest((stack) => {
    new StatefulSetV1(stack, 'One', {
      metadata,
      spec: {
        serviceName: 'one',
        replicas: '3',
        selector: { matchLabels: labels },
        updateStrategy: [{ type: 'RollingUpdate', rollingUpdate: [{ partition: 1 }] }],
        persistentVolumeClaimRetentionPolicy: [{ whenDeleted: 'Retain', whenScaled: 'Retain' }],
        template: { metadata: { labels }, spec: { automountServiceAccountToken: false } },
        volumeClaimTemplate: [
          { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
        ],
      },
    });
  });
  expect(object).toEqual({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: {
      serviceName: 'one',
      replicas: 3,
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      template: { metadata: { labels }, spec: { automountServiceAccountToken: false } },
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      ],
    },
  });
});

test('the strategy of a DaemonSet is its update strategy', () => {
  const object = manifest((stack) => {
    const rollingUpdate = { maxUnavailable: '1' };
    const template = { metadata: { labels }, spec: {} };
    new DaemonSetV1(stack, 'One', {
      metadata,
      spec: { selector: { matchLabels: labels }, strategy: { type: 'RollingUpdate', rollingUpdate }, template },
    });
  });
  expect(at(object, 'spec.updateStrategy')).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } });
});

test('a CronJob', () => {
  const object = manifest((stack) => {
    new CronJobV1(stack, 'One', {
      metadata,
      spec: {
        schedule: '0 2 * * *',
        timezone: 'UTC',
        jobTemplate: {
          metadata: { labels },
          spec: { backoffLimit: 0, ttlSecondsAfterFinished: '60', template: { metadata: {}, spec: { restartPolicy: 'Never' } } },
        },
      },
    });
  });
  expect(object['spec']).toMatchObject({
    schedule: '0 2 * * *',
    timeZone: 'UTC',
    jobTemplate: {
      metadata: { labels },
      spec: { backoffLimit: 0, ttlSecondsAfterFinished: 60, template: { spec: { restartPolicy: 'Never' } } },
    },
  });
});

test('the failure policy of a Job', () => {
  const object = manifest((stack) => {
    const rule = [
      { action: 'Ignore', onPodCondition: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
    ];
    new JobV1(stack, 'One', { metadata, spec: { podFailurePolicy: { rule }, template: { metadata: {}, spec: {} } } });
  });
  expect(at(object, 'spec.podFailurePolicy')).toEqual({
    rules: [
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } },
    ],
  });
});

test('an autoscaler', () => {
  const object = manifest((stack) => {
    new HorizontalPodAutoscalerV2(stack, 'One', {
      metadata,
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'one' },
        metric: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
          {
            type: 'Pods',
            pods: {
              metric: { name: 'streams', selector: [{ matchLabels: labels }] },
              target: { type: 'AverageValue', averageValue: '10' },
            },
          },
        ],
        behavior: { scaleDown: [{ selectPolicy: 'Max', policy: [{ type: 'Pods', value: 1, periodSeconds: 60 }] }] },
      },
    });
  });
  expect(object['spec']).toEqual({
    maxReplicas: 3,
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'one' },
    metrics: [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      {
        type: 'Pods',
        pods: { metric: { name: 'streams', selector: { matchLabels: labels } }, target: { type: 'AverageValue', averageValue: '10' } },
      },
    ],
    behavior: { scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  });
});

test('a Service', () => {
  const object = manifest((stack) => {
    new ServiceV1(stack, 'One', {
      metadata,
      spec: {
        clusterIp: 'None',
        externalIps: ['203.0.113.7'],
        loadBalancerIp: '203.0.113.8',
        selector: labels,
        sessionAffinityConfig: { clientIp: { timeoutSeconds: 10 } },
        port: [
          { port: 80, targetPort: '8080' },
          { port: 81, targetPort: 'http' },
        ],
      },
    });
  });
  expect(object['spec']).toEqual({
    clusterIP: 'None',
    externalIPs: ['203.0.113.7'],
    loadBalancerIP: '203.0.113.8',
    selector: labels,
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
    ports: [
      { port: 80, targetPort: 8080 },
      { port: 81, targetPort: 'http' },
    ],
  });
});

test('an Ingress', () => {
  const backend = { service: { name: 'one', port: { number: 80 } } };
  const object = manifest((stack) => {
    const rule = [{ host: 'a.example', http: { path: [{ path: '/', pathType: 'Prefix', backend }] } }];
    new IngressV1(stack, 'One', { metadata, spec: { rule, tls: [{ hosts: ['a.example'], secretName: 'tls' }] } });
  });
  expect(object['spec']).toEqual({
    rules: [{ host: 'a.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    tls: [{ hosts: ['a.example'], secretName: 'tls' }],
  });
});

test('a ClusterRole', () => {
  const object = manifest((stack) => {
    new ClusterRoleV1(stack, 'One', { metadata: { name: 'one' }, rule: [{ nonResourceUrls: ['/metrics'], verbs: ['get'] }] });
  });
  expect(object).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'one' },
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  });
});

test('a RoleBinding has subjects', () => {
  const subject = [{ kind: 'ServiceAccount', name: 'one', namespace: 'app' }];
  const object = manifest((stack) => {
    new RoleBindingV1(stack, 'One', { metadata, subject, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' } });
  });
  expect(object).toMatchObject({ roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' }, subjects: subject });
});

test('a StorageClass has its topologies as a list', () => {
  const object = manifest((stack) => {
    const allowedTopologies = { matchLabelExpressions: [{ key: 'zone', values: ['a'] }] };
    new StorageClassV1(stack, 'One', {
      metadata: { name: 'one' },
      storageProvisioner: 'csi.example',
      allowVolumeExpansion: false,
      allowedTopologies,
    });
  });
  expect(object).toMatchObject({
    provisioner: 'csi.example',
    allowVolumeExpansion: false,
    allowedTopologies: [{ matchLabelExpressions: [{ key: 'zone', values: ['a'] }] }],
  });
});

test('a LimitRange', () => {
  const object = manifest((stack) => {
    new LimitRangeV1(stack, 'One', { metadata, spec: { limit: [{ type: 'Container', defaultRequest: { cpu: '1' } }] } });
  });
  expect(object['spec']).toEqual({ limits: [{ type: 'Container', defaultRequest: { cpu: '1' } }] });
});

test.each([
  ['1', 1],
  ['25%', '25%'],
])('a disruption budget of %s', (maxUnavailable, expected) => {
  const object = manifest((stack) => {
    new PodDisruptionBudgetV1(stack, 'One', { metadata, spec: { maxUnavailable, selector: { matchLabels: labels } } });
  });
  expect(object['spec']).toEqual({ maxUnavailable: expected, selector: { matchLabels: labels } });
});
