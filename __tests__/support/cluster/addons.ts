/** What a cluster has in kube-system: names, and figures for autoscalers. */
import type { KubernetesObject } from '../../../scripts/manifests/to-manifests';
import { dnsAddress } from './network';

const namespace = 'kube-system';
type Parts = Readonly<Record<string, unknown>>;

const account = (name: string): KubernetesObject => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });

const role = (name: string, rules: readonly Parts[]): KubernetesObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});

const binding = (name: string, to: string, subject: Parts): KubernetesObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: to },
  subjects: [subject],
});

const serviceAccount = (name: string) => ({ kind: 'ServiceAccount', name, namespace });
const user = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name });

const deployment = (name: string, container: Parts, more: Parts, label = name): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    selector: { matchLabels: { 'k8s-app': label } },
    template: {
      metadata: { labels: { 'k8s-app': label } },
      spec: {
        serviceAccountName: name,
        priorityClassName: 'system-cluster-critical',
        // A node that is lost takes neither along for five minutes.
        tolerations: ['not-ready', 'unreachable'].map((taint) => ({
          key: `node.kubernetes.io/${taint}`,
          operator: 'Exists',
          effect: 'NoExecute',
          tolerationSeconds: 10,
        })),
        containers: [{ name, imagePullPolicy: 'Never', ...container }],
        ...more,
      },
    },
  },
});

/** There is no Internet: no other name exists. */
const corefile = `cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
    errors
    health
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        ttl 30
    }
    prometheus :9153
    cache 30
    loadbalance
}
.:53 {
    template ANY ANY . {
        rcode NXDOMAIN
    }
}
`;

const dns: readonly KubernetesObject[] = [
  account('coredns'),
  role('system:coredns', [
    { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  ]),
  binding('system:coredns', 'system:coredns', serviceAccount('coredns')),
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace }, data: { Corefile: corefile } },
  deployment(
    'coredns',
    {
      image: 'registry.k8s.io/coredns/coredns:v1.12.4',
      args: ['-conf', '/etc/coredns/Corefile'],
      resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
      readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 2 },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      },
      volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
    },
    { dnsPolicy: 'Default', volumes: [{ name: 'config', configMap: { name: 'coredns' } }] },
    'kube-dns', // by this label everybody finds it
  ),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace, labels: { 'k8s-app': 'kube-dns' } },
    spec: {
      clusterIP: dnsAddress,
      selector: { 'k8s-app': 'kube-dns' },
      ports: ['UDP', 'TCP'].map((protocol) => ({ name: `dns-${protocol.toLowerCase()}`, port: 53, protocol })),
    },
  },
];

const metrics: readonly KubernetesObject[] = [
  account('metrics-server'),
  role('system:metrics-server', [
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
  ]),
  binding('system:metrics-server', 'system:metrics-server', serviceAccount('metrics-server')),
  binding('metrics-server:system:auth-delegator', 'system:auth-delegator', serviceAccount('metrics-server')),
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'metrics-server-auth-reader', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects: [serviceAccount('metrics-server')],
  },
  deployment(
    'metrics-server',
    {
      image: 'registry.k8s.io/metrics-server/metrics-server:v0.8.0',
      args: [
        ...['--cert-dir=/tmp', '--secure-port=10250', '--metric-resolution=15s'],
        // Each kubelet of kind signs its own certificate.
        ...['--kubelet-insecure-tls', '--kubelet-preferred-address-types=InternalIP'],
      ],
      resources: { requests: { cpu: '100m', memory: '200Mi' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 10250, scheme: 'HTTPS' }, periodSeconds: 5 },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
    { volumes: [{ name: 'tmp', emptyDir: {} }] },
  ),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'metrics-server', namespace },
    spec: { selector: { 'k8s-app': 'metrics-server' }, ports: [{ port: 443, targetPort: 10250 }] },
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      service: { name: 'metrics-server', namespace },
      ...{ group: 'metrics.k8s.io', version: 'v1beta1', insecureSkipTLSVerify: true, groupPriorityMinimum: 100, versionPriority: 100 },
    },
  },
];

/** What the programs of a node may do that is no role of the API server's own. */
const nodePrograms: readonly KubernetesObject[] = [
  binding('kube-proxy', 'system:node-proxier', user('system:kube-proxy')),
  role('kube-router', [
    { apiGroups: [''], resources: ['namespaces', 'pods', 'services', 'nodes', 'endpoints'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
  ]),
  binding('kube-router', 'kube-router', user('kube-router')),
];

export const addons: readonly KubernetesObject[] = [...nodePrograms, ...dns, ...metrics];
