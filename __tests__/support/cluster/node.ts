/** A node: containerd, kubelet, kube-proxy and kube-router on a machine of its own, configured as kind configures its nodes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeGroups } from './cgroups';
import { containerdConfig, kubeletConfig, kubeProxyConfig, networkConfig } from './node-configuration';
import { startMachine, type Machine } from './machine';
import { connectNode, laptopAddress, nodeAddress, podCidr, podCidrOf, serviceCidr } from './network';
import type { RunningProcess } from '../processes';

/** What describeLive must find for a node. */
export const nodePrograms = ['containerd', 'kubelet', 'kube-proxy', 'kube-router'] as const;
export type NodePrograms = Readonly<Record<(typeof nodePrograms)[number], string>>;

const PATIENCE_SECONDS = 90;

export interface NodeOptions {
  /** From 0. */
  readonly number: number;
  readonly name: string;
  readonly zone: string;
  /** How many nodes there are. */
  readonly nodes: number;
  readonly laptop: Machine;
  readonly programs: NodePrograms;
  /** Its own directory, on the disk. containerd's is in it already. */
  readonly directory: string;
  /** Its control group. */
  readonly group: string;
  /** The certificate authority of those who may ask kubelet. */
  readonly ca: string;
  readonly kubeconfigs: Readonly<Record<'kubelet' | 'kubeProxy' | 'kubeRouter', string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether the API server knows the node's address. */
  readonly registered: () => Promise<boolean>;
}

export interface ClusterNode {
  readonly name: string;
  readonly number: number;
  readonly address: string;
  readonly machine: Machine;
  /** Ends kubelet and starts it again. */
  restartKubelet(): Promise<void>;
  /** As when its power is cut. */
  stop(): Promise<void>;
  log(program: keyof NodePrograms): string;
}

export async function startNode(options: NodeOptions): Promise<ClusterNode> {
  const { number, name, programs, directory, group, environment, kubeconfigs, laptop } = options;
  const at = (...parts: string[]) => path.join(directory, ...parts);
  const machine = await startMachine(name, environment);
  makeGroups(group);
  await connectNode(laptop, machine, number, options.nodes);
  for (const [file, text] of Object.entries(files(options))) {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), text);
  }
  await machine.run(mounts(directory));

  const running: Partial<Record<keyof NodePrograms, RunningProcess>> = {};
  const start = (program: keyof NodePrograms, args: readonly string[]) => {
    const started = machine.start({ program: programs[program], args, name: `${name}-${program}`, env: { NODE_NAME: name } });
    running[program] = started;
    return started;
  };
  const containerd = start('containerd', [`--config=${at('containerd.toml')}`]);
  await containerd.waitUntil('listens', () => machine.run('test -S /run/containerd/containerd.sock').then(() => true), PATIENCE_SECONDS);
  const startKubelet = () =>
    start('kubelet', [
      `--config=${at('kubelet.json')}`,
      `--kubeconfig=${kubeconfigs.kubelet}`,
      `--hostname-override=${name}`,
      `--node-ip=${nodeAddress(number)}`,
      `--node-labels=topology.kubernetes.io/zone=${options.zone}`,
      '--root-dir=/var/lib/kubelet',
    ]);
  const kubelet = startKubelet();
  start('kube-proxy', [`--config=${at('kube-proxy.json')}`]);
  // It ends where its node has no address yet.
  await kubelet.waitUntil('registers the node', options.registered, PATIENCE_SECONDS);
  const router = start('kube-router', [
    `--kubeconfig=${kubeconfigs.kubeRouter}`,
    `--hostname-override=${name}`,
    `--service-cluster-ip-range=${serviceCidr}`,
    ...['--run-firewall=true', '--run-router=false', '--run-service-proxy=false', '--metrics-port=0'],
  ]);
  const enforces = () => machine.run('iptables-save | grep --quiet KUBE-ROUTER-FORWARD').then(() => true);
  await router.waitUntil('enforces policies', enforces, PATIENCE_SECONDS);
  return {
    name,
    number,
    address: nodeAddress(number),
    machine,
    log: (program) => running[program]?.log() ?? '',
    async restartKubelet() {
      await running.kubelet?.stop('SIGKILL');
      startKubelet();
    },
    stop: () => machine.stop(),
  };
}

/** What it reads, by the path below its directory. */
const files = ({ number, name, ca, group, kubeconfigs, directory }: NodeOptions): Readonly<Record<string, string>> => ({
  'containerd.toml': containerdConfig(directory),
  'cni/10-kind.conflist': networkConfig(podCidrOf(number)),
  'resolv.conf': `nameserver ${laptopAddress}\n`,
  'kubelet.json': kubeletConfig({ directory, ca, group }),
  'kube-proxy.json': kubeProxyConfig({ name, kubeconfig: kubeconfigs.kubeProxy, podCidr }),
  // kubelet wants these values and would write them for the whole machine: it reads them here and leaves the machine alone.
  'sysctl/overcommit_memory': '1\n',
  'sysctl/panic': '10\n',
  'sysctl/panic_on_oops': '1\n',
});

/**
 * The directories with fixed names are the node's own; nothing is written to the machine's. What a container mounts from its node with
 * the propagation HostToContainer has to be shared in it. kubelet measures its disk: a bind mount shows the real one.
 */
const mounts = (directory: string): string => `
mount --make-rshared /
for own in /run /var/lib; do mount -t tmpfs -o mode=755 tmpfs "$own"; done
mkdir -p /run/lock /var/lib/kubelet /var/lib/cni ${directory}/kubelet ${directory}/logs
mount --bind ${directory}/kubelet /var/lib/kubelet
mount --bind ${directory}/logs /var/log
mount --bind ${directory}/sysctl/overcommit_memory /proc/sys/vm/overcommit_memory
mount --bind ${directory}/sysctl/panic /proc/sys/kernel/panic
mount --bind ${directory}/sysctl/panic_on_oops /proc/sys/kernel/panic_on_oops
`;
