/** What exposure.ts and ownership.ts have to see. */
import { breaking, type Violation } from './violation';

const service = 'kubernetes_service_v1.AppTier_Backend_Service';
const backend = 'kubernetes_deployment_v1.AppTier_Backend_Deployment';
const config = 'kubernetes_config_map_v1.AppTier_BackendConfig';
const inBackend = `resource.${backend}.spec.template.spec`;
const publicService = 'kubernetes_service_v1.Public';
const ingress = 'kubernetes_ingress_v1.Public';
const labels = (name: string) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'massrouter' });

const opened = breaking('only the load balancer is public', 'local-app', service);
const openedPod = breaking('only the load balancer is public', 'local-app', backend);
const measured = breaking('metrics are not public', 'local-example', publicService);
const routed = breaking('metrics are not public', 'local-example', ingress);
const owned = breaking('objects say whose they are', 'local-app', config);
const paths = `resource.${ingress}.spec.0.rule.0.http.0.path`;
const leads = (service: string) => `/metrics of a.example leads to ${service}`;
const only = 'is for the component load-balancer only';

export const networkViolations: readonly Violation[] = [
  ...['LoadBalancer', 'NodePort'].map((type) =>
    opened(`a Service of type ${type}`, { [`resource.${service}.spec.type`]: type }, `a Service of type ${type} ${only}`),
  ),
  opened('an address of its own', { [`resource.${service}.spec.external_ips`]: ['192.0.2.1'] }, `external_ips ${only}`),
  breaking('only the load balancer is public', 'local-example', ingress)(
    'an Ingress of another component',
    { [`resource.${ingress}.metadata.0.labels`]: labels('admin') },
    `an Ingress ${only}`,
  ),
  openedPod('the network of the host', { [`${inBackend}.host_network`]: true }, `host_network ${only}`),
  openedPod('a port of the host', { [`${inBackend}.container.0.port.0.host_port`]: 80 }, `host_port ${only}`),
  breaking('only the load balancer is public', 'local-example', 'aws_rds_cluster_instance.Writer')(
    'a public database',
    { 'resource.aws_rds_cluster_instance': { Writer: { publicly_accessible: true } } },
    `publicly_accessible ${only}`,
  ),

  routed('no path of their own', { [`${paths}.1`]: undefined }, leads('store')),
  routed('a path that leads to a service', { [`${paths}.1.backend.0.service.0.name`]: 'store' }, leads('store')),
  routed('a path that leads to what is made elsewhere', { [`${paths}.1.backend.0.service.0.name`]: 'elsewhere' }, leads('elsewhere')),
  routed('a path of which they are no part', { [`${paths}.1.path`]: '/met' }, leads('store')),
  routed('a path that is longer', { [`${paths}.1.path`]: '/metrics/more' }, leads('store')),
  routed('a path that is met exactly', { [`${paths}.0.path`]: '/metrics', [`${paths}.0.path_type`]: 'Exact' }, leads('store')),
  routed(
    'a Service that has pods after all',
    { 'resource.kubernetes_service_v1.Nowhere.spec.0.selector': labels('agent') },
    leads('nowhere'),
  ),
  measured(
    'a port with that name',
    { [`resource.${publicService}.spec.0.port.0`]: { name: 'metrics', port: 9090 } },
    'its port 9090 leads to metrics',
  ),
  measured(
    'a port that leads to one with that name',
    { [`resource.${publicService}.spec.0.port.0.target_port`]: 'metrics' },
    'its port 443 leads to metrics',
  ),
  measured(
    'the number of one',
    {
      [`resource.${publicService}.spec.0.port.0.target_port`]: '9100',
      [`resource.${publicService}.spec.0.selector`]: labels('agent'),
      'resource.kubernetes_daemon_set_v1.Agent.spec.0.template.0.spec.0.container.0.port': [{ name: 'metrics', container_port: 9100 }],
    },
    'its port 443 leads to metrics',
  ),

  owned(
    'another namespace',
    { [`resource.${config}.metadata.namespace`]: 'default' },
    'is in the namespace default, which this environment does not make',
  ),
  owned(
    'no namespace, which is default',
    { [`resource.${config}.metadata.namespace`]: undefined },
    'is in the namespace of nobody, which this environment does not make',
  ),
  owned('no labels', { [`resource.${config}.metadata.labels`]: undefined }, 'has no label app.kubernetes.io/part-of'),
  breaking('objects say whose they are', 'local-app', backend)(
    'pods without labels',
    { [`resource.${backend}.spec.template.metadata.labels`]: { 'app.kubernetes.io/name': 'backend' } },
    'its pods have no label app.kubernetes.io/part-of',
  ),
];
