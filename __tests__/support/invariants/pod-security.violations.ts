/** What pod-security.ts has to see. */
import { breaking, type Violation } from './violation';

const backend = 'kubernetes_deployment_v1.AppTier_Backend_Deployment';
const store = 'kubernetes_stateful_set_v1.Store';
const backup = 'kubernetes_cron_job_v1.Backup';
/** Paths of pods, and of the example's, which are in lists of one. */
const inBackend = `resource.${backend}.spec.template.spec`;
const inStore = `resource.${store}.spec.0.template.0.spec.0`;
const inBackup = `resource.${backup}.spec.0.job_template.0.spec.0.template.0.spec.0`;

const secure = breaking('Pod Security restricted', 'local-app', backend);
const secureStore = breaking('Pod Security restricted', 'local-example', store);

export const podSecurityViolations: readonly Violation[] = [
  secure('the network of the host', { [`${inBackend}.host_network`]: true }, 'host_network is forbidden'),
  secure('the processes of the host', { [`${inBackend}.host_pid`]: true }, 'host_pid is forbidden'),
  secure('a path of the host', { [`${inBackend}.volume.0`]: { name: 'x', host_path: { path: '/' } } }, 'host_path is forbidden'),
  secure('an unknown volume', { [`${inBackend}.volume.0`]: { name: 'x', nfs: {} } }, 'a volume of kind nfs is forbidden'),
  secure(
    'a dangerous kernel setting',
    { [`${inBackend}.security_context.sysctl`]: [{ name: 'kernel.msgmax', value: '1' }] },
    'sysctl kernel.msgmax is forbidden',
  ),
  ...[undefined, false].map((value) =>
    secure(
      `a user that may be root: ${String(value)}`,
      { [`${inBackend}.container.0.security_context.run_as_non_root`]: value },
      'container backend: run_as_non_root is not true',
    ),
  ),
  secure(
    'root',
    { [`${inBackend}.security_context.run_as_user`]: '0' },
    'container backend: run_as_user is not the number of a user other than root',
  ),
  secure(
    'a container that overrides its pod',
    { [`${inBackend}.container.0.security_context.run_as_user`]: '0' },
    'container backend: run_as_user is not the number of a user other than root',
  ),
  secure(
    'no seccomp profile',
    { [`${inBackend}.security_context.seccomp_profile.type`]: 'Unconfined' },
    'container backend: has no seccomp profile',
  ),
  secure(
    'no security context at all',
    { [`${inBackend}.container.0.security_context`]: undefined },
    'container backend: run_as_non_root is not true',
    'container backend: allow_privilege_escalation is not false',
    'container backend: read_only_root_filesystem is not true',
    'container backend: does not drop ALL capabilities',
  ),
  secure('a privileged container', { [`${inBackend}.container.0.security_context.privileged`]: true }, 'container backend: is privileged'),
  secure(
    'a further capability',
    { [`${inBackend}.container.0.security_context.capabilities.add`]: ['SYS_ADMIN'] },
    'container backend: adds the capability SYS_ADMIN',
  ),
  secure('a port of the host', { [`${inBackend}.container.0.port.0.host_port`]: 80 }, 'container backend: host_port is forbidden'),
  secure(
    'a probe of another host',
    { [`${inBackend}.container.0.liveness_probe.http_get.host`]: '10.0.0.1' },
    'container backend: a probe or hook names a host',
  ),
  secure(
    'a token without a role',
    { [`${inBackend}.automount_service_account_token`]: undefined },
    'a token is mounted, but its service account has no role in this stack',
  ),
  secure(
    'a token by a volume',
    { [`${inBackend}.volume.0`]: { name: 'x', projected: [{ sources: [{ service_account_token: [{ path: 'token' }] }] }] } },
    'a token is mounted, but its service account has no role in this stack',
  ),
  secureStore(
    'a token whose role is another account’s',
    { 'resource.kubernetes_role_binding_v1.Store.subject.0.name': 'other' },
    'a token is mounted, but its service account has no role in this stack',
  ),
  secureStore(
    'an init container',
    { [`${inStore}.init_container.0.security_context.0.allow_privilege_escalation`]: true },
    'init container setup: allow_privilege_escalation is not false',
  ),
  breaking('Pod Security restricted', 'local-example', backup)(
    'a CronJob',
    { [`${inBackup}.container.0.security_context.0.read_only_root_filesystem`]: false },
    'container backup: read_only_root_filesystem is not true',
  ),
  breaking('Pod Security restricted', 'local-example', 'kubernetes_manifest.X')(
    'a pod in a plain manifest',
    { 'resource.kubernetes_manifest': { X: { manifest: { spec: { template: { spec: { containers: [{}] } } } } } } },
    'holds a pod that no guard reads; write it as a resource of its own type',
  ),
];
