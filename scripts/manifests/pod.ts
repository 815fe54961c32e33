/**
 * Fields of a pod template. Left out: volumes whose drivers were removed from Kubernetes or live outside it (aws_elastic_block_store, rbd,
 * iscsi and the like); a claim or a CSI driver replaces them.
 */
import {
  as,
  boolean,
  each,
  fileMode,
  list,
  map,
  number,
  numberOrText,
  numbers,
  object,
  otherwise,
  text,
  texts,
  type Fields,
} from './fields';

export const labelSelector: Fields = {
  match_labels: map,
  match_expressions: list({ ...each(text, 'key', 'operator'), values: texts }),
};

/** Metadata of a template. */
export const templateMetadata: Fields = { ...each(text, 'name', 'generate_name'), labels: map, annotations: map };
/** The same, where the provider lets a template set its namespace. */
export const namespacedTemplateMetadata: Fields = { ...templateMetadata, namespace: text };

export const claimSpec: Fields = {
  ...each(text, 'storage_class_name', 'volume_mode', 'volume_name'),
  access_modes: texts,
  resources: object({ requests: map, limits: map }),
  selector: object(labelSelector),
};

const fieldRef = object(each(text, 'api_version', 'field_path'));
const resourceFieldRef = object(each(text, 'container_name', 'resource', 'divisor'));
const keyRef = object({ ...each(text, 'name', 'key'), optional: boolean });
const wholeRef = object({ name: text, optional: boolean });

const httpGet = object({
  ...each(text, 'host', 'path', 'scheme'),
  port: numberOrText,
  http_header: as('httpHeaders', list(each(text, 'name', 'value'))),
});
const handler: Fields = { exec: object({ command: texts }), http_get: httpGet, tcp_socket: object({ port: numberOrText }) };
const probe = object({
  ...handler,
  grpc: object({ port: number, service: text }),
  ...each(number, 'initial_delay_seconds', 'period_seconds', 'timeout_seconds', 'success_threshold', 'failure_threshold'),
});

const seLinuxOptions = object(each(text, 'level', 'role', 'type', 'user'));
const seccompProfile = object(each(text, 'type', 'localhost_profile'));

const container = list({
  ...each(text, 'name', 'image', 'image_pull_policy'),
  restart_policy: text, // in the provider since 3.0 but not in its bindings: makes an init container a sidecar
  ...each(texts, 'command', 'args'),
  working_dir: text,
  port: as('ports', list({ name: text, container_port: number, protocol: text, host_port: number, host_ip: as('hostIP', text) })),
  env_from: list({ prefix: text, config_map_ref: wholeRef, secret_ref: wholeRef }),
  env: list({
    ...each(text, 'name', 'value'),
    value_from: object({ config_map_key_ref: keyRef, secret_key_ref: keyRef, field_ref: fieldRef, resource_field_ref: resourceFieldRef }),
  }),
  resources: object({ requests: map, limits: map }),
  ...each(probe, 'startup_probe', 'liveness_probe', 'readiness_probe'),
  lifecycle: object(each(object(handler), 'post_start', 'pre_stop')),
  security_context: object({
    ...each(boolean, 'allow_privilege_escalation', 'read_only_root_filesystem'),
    // The provider's default, where Kubernetes itself would look at the pod.
    ...each(otherwise(false, boolean), 'privileged', 'run_as_non_root'),
    ...each(number, 'run_as_user', 'run_as_group'),
    capabilities: object(each(texts, 'add', 'drop')),
    se_linux_options: seLinuxOptions,
    seccomp_profile: seccompProfile,
  }),
  volume_mount: as(
    'volumeMounts',
    list({ ...each(text, 'name', 'mount_path', 'sub_path', 'sub_path_expr', 'mount_propagation'), read_only: boolean }),
  ),
  volume_device: as('volumeDevices', list(each(text, 'name', 'device_path'))),
  ...each(boolean, 'stdin', 'stdin_once', 'tty'),
  ...each(text, 'termination_message_path', 'termination_message_policy'),
});

const nodeSelectorTerm: Fields = each(list({ ...each(text, 'key', 'operator'), values: texts }), 'match_expressions', 'match_fields');
const podAffinityTerm: Fields = {
  topology_key: text,
  namespaces: texts,
  ...each(object(labelSelector), 'label_selector', 'namespace_selector'),
};
const podAffinity = object({
  required_during_scheduling_ignored_during_execution: list(podAffinityTerm),
  preferred_during_scheduling_ignored_during_execution: list({ weight: number, pod_affinity_term: object(podAffinityTerm) }),
});
const affinity = object({
  node_affinity: object({
    required_during_scheduling_ignored_during_execution: object({ node_selector_term: as('nodeSelectorTerms', list(nodeSelectorTerm)) }),
    preferred_during_scheduling_ignored_during_execution: list({ weight: number, preference: object(nodeSelectorTerm) }),
  }),
  ...each(podAffinity, 'pod_affinity', 'pod_anti_affinity'),
});

const keyItems = list({ ...each(text, 'key', 'path'), mode: fileMode });
const downwardItems = list({ path: text, mode: fileMode, field_ref: fieldRef, resource_field_ref: resourceFieldRef });
const projection = object({ name: text, optional: boolean, items: keyItems });

const volume = list({
  name: text,
  config_map: object({ name: text, optional: boolean, default_mode: fileMode, items: keyItems }),
  secret: object({ secret_name: text, optional: boolean, default_mode: fileMode, items: keyItems }),
  projected: object({
    default_mode: fileMode,
    sources: list({
      ...each(projection, 'config_map', 'secret'),
      downward_api: as('downwardAPI', object({ items: downwardItems })),
      service_account_token: object({ audience: text, expiration_seconds: number, path: text }),
    }),
  }),
  downward_api: as('downwardAPI', object({ default_mode: fileMode, items: downwardItems })),
  empty_dir: object(each(text, 'medium', 'size_limit')),
  persistent_volume_claim: object({ claim_name: text, read_only: boolean }),
  ephemeral: object({ volume_claim_template: object({ metadata: object({ labels: map, annotations: map }), spec: object(claimSpec) }) }),
  csi: object({
    ...each(text, 'driver', 'fs_type'),
    read_only: boolean,
    volume_attributes: map,
    node_publish_secret_ref: object({ name: text }),
  }),
  host_path: object(each(text, 'path', 'type')),
  nfs: object({ ...each(text, 'server', 'path'), read_only: boolean }),
});

const podSpec: Fields = {
  service_account_name: text,
  // The provider's default of `true` in the pod overrides a `false` of its service account.
  automount_service_account_token: otherwise(true, boolean),
  enable_service_links: boolean,
  restart_policy: text,
  ...each(number, 'active_deadline_seconds', 'termination_grace_period_seconds'),
  ...each(text, 'priority_class_name', 'runtime_class_name', 'scheduler_name', 'node_name', 'hostname', 'subdomain', 'dns_policy'),
  host_network: boolean,
  host_pid: as('hostPID', boolean),
  host_ipc: as('hostIPC', boolean),
  share_process_namespace: boolean,
  os: object({ name: text }),
  dns_config: object({ ...each(texts, 'nameservers', 'searches'), option: as('options', list(each(text, 'name', 'value'))) }),
  host_aliases: list({ ip: text, hostnames: texts }),
  image_pull_secrets: list({ name: text }),
  node_selector: map,
  affinity,
  toleration: as('tolerations', list({ ...each(text, 'key', 'operator', 'value', 'effect'), toleration_seconds: number })),
  topology_spread_constraint: as(
    'topologySpreadConstraints',
    list({
      ...each(number, 'max_skew', 'min_domains'),
      ...each(text, 'topology_key', 'when_unsatisfiable', 'node_affinity_policy', 'node_taints_policy'),
      label_selector: object(labelSelector),
      match_label_keys: texts,
    }),
  ),
  readiness_gate: as('readinessGates', list({ condition_type: text })),
  security_context: object({
    run_as_non_root: boolean,
    ...each(number, 'run_as_user', 'run_as_group', 'fs_group'),
    fs_group_change_policy: text,
    supplemental_groups: numbers,
    seccomp_profile: seccompProfile,
    se_linux_options: seLinuxOptions,
    sysctl: as('sysctls', list(each(text, 'name', 'value'))),
    windows_options: object({
      ...each(text, 'gmsa_credential_spec', 'gmsa_credential_spec_name'),
      host_process: boolean,
      run_as_username: as('runAsUserName', text),
    }),
  }),
  init_container: as('initContainers', container),
  container: as('containers', container),
  volume: as('volumes', volume),
};

export const podTemplate = (metadata: Fields) => object({ metadata: object(metadata), spec: object(podSpec) });
