/**
 * What Pod Security `restricted` asks for (v1.34), and beyond it: a read-only root, a numeric user, a token only for those with a role.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
import type { Guard } from './synthesis';
import { at, blocksAt, listAt, textAt, within, type Block } from './blocks';
import { bindingsOf, podsOf, unreadPods, type Container, type Pod } from './pods';

/** Components that need what `restricted` forbids, and why. They run in a namespace of their own. */
const exceptions: Readonly<Record<string, { readonly allows: readonly string[]; readonly why: string }>> = {
  'node-exporter': { allows: ['host_path'], why: 'it reads /proc and /sys of its node' },
};

const volumeKinds = ['config_map', 'csi', 'downward_api', 'empty_dir', 'ephemeral', 'persistent_volume_claim', 'projected', 'secret'];

const safeSysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

export const podSecurity: Guard = (stack) => [
  ...unreadPods(stack),
  ...podsOf(stack).flatMap((pod) => {
    const problems = [
      ...ofPod(pod),
      ...token(pod, bindingsOf(stack, pod).length > 0),
      ...pod.containers.flatMap((container) => ofContainer(pod, container)),
    ];
    return problems.map((problem) => `${pod.address}: ${problem}`);
  }),
];

function ofPod({ spec, labels }: Pod): readonly string[] {
  const allowed = exceptions[String(labels['app.kubernetes.io/name'])]?.allows ?? [];
  const kinds = blocksAt(spec, 'volume').flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
  const sysctls = blocksAt(spec, 'security_context.sysctl').map((sysctl) => String(at(sysctl, 'name')));
  return [
    ...['host_network', 'host_pid', 'host_ipc'].filter((name) => at(spec, name) === true),
    ...kinds.filter((kind) => !volumeKinds.includes(kind)).map((kind) => (kind === 'host_path' ? kind : `a volume of kind ${kind}`)),
    ...sysctls.filter((name) => !safeSysctls.includes(name)).map((name) => `sysctl ${name}`),
    ...(at(spec, 'security_context.se_linux_options') === undefined ? [] : ['se_linux_options']),
  ]
    .filter((what) => !allowed.includes(what))
    .map((what) => `${what} is forbidden`);
}

/** Mounted unless the pod says no, or asked for by a volume. */
function token({ spec }: Pod, hasRole: boolean): readonly string[] {
  const asked = within(blocksAt(spec, 'volume')).some((block) => blocksAt(block, 'service_account_token').length > 0);
  const mounted = at(spec, 'automount_service_account_token') !== false;
  return !hasRole && (asked || mounted) ? ['a token is mounted, but its service account has no role in this stack'] : [];
}

function ofContainer({ spec }: Pod, { called, body }: Container): readonly string[] {
  const own = blocksAt(body, 'security_context')[0] ?? {};
  const pods = blocksAt(spec, 'security_context')[0] ?? {};
  const either = (name: string) => at(own, name) ?? at(pods, name);
  const seccomp = textAt(either('seccomp_profile'), 'type');
  const added = listAt(own, 'capabilities.add').filter((capability) => capability !== 'NET_BIND_SERVICE');
  const hooks: readonly Block[] = ['liveness_probe', 'readiness_probe', 'startup_probe', 'lifecycle'].flatMap((name) => within(body[name]));
  return [
    // The container itself has to say it: the provider sends false for one that does not, whatever its pod says.
    ...(at(own, 'run_as_non_root') === true ? [] : ['run_as_non_root is not true']),
    ...(/^[1-9]\d*$/.test(String(either('run_as_user'))) ? [] : ['run_as_user is not the number of a user other than root']),
    ...(seccomp === 'RuntimeDefault' || seccomp === 'Localhost' ? [] : ['has no seccomp profile']),
    ...(at(own, 'allow_privilege_escalation') === false ? [] : ['allow_privilege_escalation is not false']),
    ...(at(own, 'read_only_root_filesystem') === true ? [] : ['read_only_root_filesystem is not true']),
    ...(at(own, 'privileged') === true ? ['is privileged'] : []),
    ...(listAt(own, 'capabilities.drop').includes('ALL') ? [] : ['does not drop ALL capabilities']),
    ...added.map((capability) => `adds the capability ${String(capability)}`),
    ...(blocksAt(own, 'se_linux_options').length > 0 ? ['se_linux_options is forbidden'] : []),
    ...blocksAt(body, 'port')
      .filter((port) => at(port, 'host_port') !== undefined)
      .map(() => 'host_port is forbidden'),
    ...hooks.filter((hook) => typeof hook['host'] === 'string' && hook['host'] !== '').map(() => 'a probe or hook names a host'),
  ].map((problem) => `${called}: ${problem}`);
}
