/** For each resource of the provider, the object it creates; a resource that is not listed is an error of the conversion, not a guess. */
import { as, boolean, each, list, map, number, numberOrText, object, otherwise, own, secret, text, texts, type Fields } from './fields';
import { inCluster, inNamespace, kind, type Kinds } from './kind';
import { claimSpec, labelSelector } from './pod';
import { workloadKinds } from './workloads';

const rule: Fields = each(texts, 'api_groups', 'resources', 'resource_names', 'verbs');
const binding: Fields = {
  role_ref: object(each(text, 'api_group', 'kind', 'name')),
  subject: as('subjects', list(each(text, 'kind', 'name', 'namespace', 'api_group'))),
};

const networkPeer = list({
  ip_block: object({ cidr: text, except: texts }),
  ...each(object(labelSelector), 'namespace_selector', 'pod_selector'),
});
const networkPorts = list({ port: numberOrText, end_port: number, protocol: text });

const ingressBackend = object({
  service: object({ name: text, port: object({ name: text, number }) }),
  resource: object(each(text, 'api_group', 'kind', 'name')),
});

export const kinds: Kinds = {
  kubernetes_namespace_v1: kind('v1', 'Namespace', { metadata: inCluster, wait_for_default_service_account: own }),
  kubernetes_priority_class_v1: kind('scheduling.k8s.io/v1', 'PriorityClass', {
    metadata: inCluster,
    ...each(text, 'description', 'preemption_policy'),
    global_default: boolean,
    value: number,
  }),
  kubernetes_storage_class_v1: kind('storage.k8s.io/v1', 'StorageClass', {
    metadata: inCluster,
    storage_provisioner: as('provisioner', text),
    parameters: map,
    ...each(text, 'reclaim_policy', 'volume_binding_mode'),
    allow_volume_expansion: otherwise(true, boolean), // the provider's default; Kubernetes' is false
    mount_options: texts,
    allowed_topologies: list({ match_label_expressions: list({ key: text, values: texts }) }),
  }),
  kubernetes_resource_quota_v1: kind('v1', 'ResourceQuota', {
    metadata: inNamespace,
    spec: object({
      hard: map,
      scopes: texts,
      scope_selector: object({
        match_expression: as('matchExpressions', list({ ...each(text, 'scope_name', 'operator'), values: texts })),
      }),
    }),
  }),
  kubernetes_limit_range_v1: kind('v1', 'LimitRange', {
    metadata: inNamespace,
    spec: object({
      limit: as('limits', list({ type: text, ...each(map, 'default', 'default_request', 'min', 'max', 'max_limit_request_ratio') })),
    }),
  }),
  kubernetes_network_policy_v1: kind('networking.k8s.io/v1', 'NetworkPolicy', {
    metadata: inNamespace,
    spec: object({
      pod_selector: object(labelSelector),
      policy_types: texts,
      ingress: list({ from: networkPeer, ports: networkPorts }),
      egress: list({ to: networkPeer, ports: networkPorts }),
    }),
  }),
  kubernetes_service_account_v1: kind('v1', 'ServiceAccount', {
    metadata: inNamespace,
    automount_service_account_token: boolean,
    image_pull_secret: as('imagePullSecrets', list({ name: text })),
    secret: as('secrets', list({ name: text })),
  }),
  kubernetes_role_v1: kind('rbac.authorization.k8s.io/v1', 'Role', { metadata: inNamespace, rule: as('rules', list(rule)) }),
  kubernetes_role_binding_v1: kind('rbac.authorization.k8s.io/v1', 'RoleBinding', { metadata: inNamespace, ...binding }),
  kubernetes_cluster_role_v1: kind('rbac.authorization.k8s.io/v1', 'ClusterRole', {
    metadata: inCluster,
    rule: as('rules', list({ ...rule, non_resource_urls: as('nonResourceURLs', texts) })),
    aggregation_rule: object({ cluster_role_selectors: list(labelSelector) }),
  }),
  kubernetes_cluster_role_binding_v1: kind('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { metadata: inCluster, ...binding }),
  kubernetes_config_map_v1: kind('v1', 'ConfigMap', { metadata: inNamespace, immutable: boolean, data: map, binary_data: map }),
  kubernetes_secret_v1: kind('v1', 'Secret', {
    metadata: inNamespace,
    type: text,
    immutable: boolean,
    ...each(secret, 'data', 'data_wo', 'binary_data', 'binary_data_wo'),
    ...each(own, 'data_wo_revision', 'binary_data_wo_revision', 'wait_for_service_account_token'),
  }),
  kubernetes_persistent_volume_claim_v1: kind('v1', 'PersistentVolumeClaim', {
    metadata: inNamespace,
    spec: object(claimSpec),
    wait_until_bound: own,
  }),
  kubernetes_service_v1: kind('v1', 'Service', {
    metadata: inNamespace,
    spec: object({
      type: text,
      cluster_ip: as('clusterIP', text),
      cluster_ips: as('clusterIPs', texts),
      ip_family_policy: text,
      ip_families: texts,
      external_name: text,
      external_ips: as('externalIPs', texts),
      load_balancer_class: text,
      load_balancer_ip: as('loadBalancerIP', text),
      load_balancer_source_ranges: texts,
      allocate_load_balancer_node_ports: boolean,
      ...each(text, 'external_traffic_policy', 'internal_traffic_policy', 'session_affinity'),
      session_affinity_config: object({ client_ip: as('clientIP', object({ timeout_seconds: number })) }),
      health_check_node_port: number,
      publish_not_ready_addresses: boolean,
      selector: map,
      port: as(
        'ports',
        list({ ...each(text, 'name', 'app_protocol', 'protocol'), port: number, target_port: numberOrText, node_port: number }),
      ),
    }),
    wait_for_load_balancer: own,
  }),
  kubernetes_ingress_v1: kind('networking.k8s.io/v1', 'Ingress', {
    metadata: inNamespace,
    spec: object({
      ingress_class_name: text,
      tls: list({ hosts: texts, secret_name: text }),
      default_backend: ingressBackend,
      rule: as(
        'rules',
        list({
          host: text,
          http: object({ path: as('paths', list({ ...each(text, 'path', 'path_type'), backend: ingressBackend })) }),
        }),
      ),
    }),
    wait_for_load_balancer: own,
  }),
  ...workloadKinds,
};
