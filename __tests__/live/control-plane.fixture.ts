/** Objects for a namespace with Pod Security `restricted`, and what breaks them. */
import { toYaml } from '../../scripts/manifests/to-yaml';

export type Manifest = Parameters<typeof toYaml>[0][number];
export { toYaml };

export const namespace = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name,
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'v1.34' },
  },
});

const container = {
  name: 'main',
  image: 'registry.example/main:1.0.0',
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const securityContext = { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } };
export const podSpec = { securityContext, automountServiceAccountToken: false, containers: [container] };
/** What an image's author often assumes. */
export const rootPodSpec = { ...podSpec, securityContext: { ...securityContext, runAsNonRoot: false, runAsUser: 0 } };

const template = (name: string, spec: object) => ({ metadata: { labels: { app: name } }, spec });

export const pod = (namespace: string, name: string, spec: object = podSpec): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec,
});

export const deployment = (namespace: string, name: string, spec: object = podSpec, replicas = 2): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: template(name, spec) },
});

export const job = (namespace: string, name: string): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace },
  spec: { template: { spec: { ...podSpec, restartPolicy: 'Never', initContainers: [{ ...container, name: 'first' }] } } },
});

export const statefulSet = (namespace: string, name: string): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, namespace },
  spec: {
    serviceName: name,
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: template(name, { ...podSpec, containers: [{ ...container, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] }),
    volumeClaimTemplates: [
      { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    ],
  },
});

export const configMap = (namespace: string, name: string, data: Readonly<Record<string, string>>): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
});

export const quota = (namespace: string, memory: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'memory', namespace },
  spec: { hard: { 'limits.memory': memory } },
});

/** A ServiceAccount that may read the ConfigMaps of its namespace. */
export const reader = (namespace: string, name: string): Manifest[] => [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  },
];
