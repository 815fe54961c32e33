/** Names, lists and types of a pod, as cdktf writes them for the bindings, in Kubernetes. */
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { toManifests } from '../../../scripts/manifests';
import { at, synthesize } from '../../support/synthesized';

const metadata = { name: 'one', namespace: 'app' };
const labels = { app: 'one' };
const { json } = synthesize((stack) => {
  new DeploymentV1(stack, 'One', {
    metadata,
    spec: {
      replicas: '2',
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '1' } },
      template: {
        metadata: { labels },
        spec: {
          hostPid: true,
          hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
          toleration: [{ key: 'spot', operator: 'Exists', tolerationSeconds: '60' }],
          securityContext: { fsGroup: '65532', runAsUser: '65532', sysctl: [{ name: 'a', value: '1' }], seLinuxOptions: { level: 's0' } },
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerm: [{ matchExpressions: [{ key: 'arch', operator: 'In', values: ['amd64'] }] }],
              },
            },
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: [{ matchLabels: labels }] } },
              ],
            },
          },
          container: [
            {
              name: 'one',
              port: [{ containerPort: 8080, hostIp: '127.0.0.1' }],
              env: [{ name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } }],
              envFrom: [{ configMapRef: { name: 'config' } }],
              livenessProbe: { httpGet: { path: '/', port: '8080', httpHeader: [{ name: 'a', value: 'b' }] }, periodSeconds: 5 },
              readinessProbe: { tcpSocket: [{ port: 'http' }] },
              lifecycle: { preStop: [{ exec: { command: ['sleep', '5'] } }] },
              resources: { limits: { memory: '1Gi' } },
              securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
              volumeMount: [{ name: 'files', mountPath: '/etc/one', readOnly: true }],
            },
          ],
          volume: [
            {
              name: 'files',
              projected: [
                { defaultMode: '0440', sources: [{ configMap: [{ name: 'c', items: [{ key: 'k', path: 'p', mode: '0400' }] }] }] },
              ],
            },
            { name: 'claim', persistentVolumeClaim: { claimName: 'claim' } },
          ],
        },
      },
    },
  });
});
const [deployment] = toManifests(json);
const pod = (path: string) => at(deployment, `spec.template.spec.${path}`);

test.each([
  ['containers.0.ports', [{ containerPort: 8080, hostIP: '127.0.0.1' }]],
  ['containers.0.env', [{ name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } }]],
  ['containers.0.envFrom', [{ configMapRef: { name: 'config' } }]],
  ['containers.0.livenessProbe', { httpGet: { path: '/', port: 8080, httpHeaders: [{ name: 'a', value: 'b' }] }, periodSeconds: 5 }],
  ['containers.0.readinessProbe', { tcpSocket: { port: 'http' } }],
  ['containers.0.lifecycle', { preStop: { exec: { command: ['sleep', '5'] } } }],
  ['containers.0.resources', { limits: { memory: '1Gi' } }],
  // The provider says the two that are false where nothing is said.
  [
    'containers.0.securityContext',
    { privileged: false, runAsNonRoot: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  ],
  ['containers.0.volumeMounts', [{ name: 'files', mountPath: '/etc/one', readOnly: true }]],
  ['hostPID', true],
  ['hostAliases', [{ ip: '10.0.0.1', hostnames: ['db'] }]],
  ['tolerations', [{ key: 'spot', operator: 'Exists', tolerationSeconds: 60 }]],
  ['securityContext', { fsGroup: 65532, runAsUser: 65532, sysctls: [{ name: 'a', value: '1' }], seLinuxOptions: { level: 's0' } }],
  [
    'affinity.nodeAffinity',
    {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'arch', operator: 'In', values: ['amd64'] }] }],
      },
    },
  ],
  [
    'affinity.podAntiAffinity',
    {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: labels } } },
      ],
    },
  ],
  ['volumes.0.projected', { defaultMode: 0o440, sources: [{ configMap: { name: 'c', items: [{ key: 'k', path: 'p', mode: 0o400 }] } }] }],
  ['volumes.1.persistentVolumeClaim', { claimName: 'claim' }],
])('%s', (path, expected) => {
  expect(pod(path)).toEqual(expected);
});

test('replicas are a number, a share stays a text', () => {
  expect(deployment?.['spec']).toMatchObject({ replicas: 2, strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } } });
});
