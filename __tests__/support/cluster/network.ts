/** The network of a cluster, as kind's is: a bridge that the laptop and the nodes are on. All of it is in their network namespaces. */
import { command, type Machine } from './machine';

/** Docker's first network for containers that are not on its own bridge, where kind's nodes are. */
export const laptopAddress = '172.18.0.1';
export const serviceCidr = '10.96.0.0/16';
export const dnsAddress = '10.96.0.10';
export const podCidr = '10.244.0.0/16';

/** At which clouds give credentials to whoever asks: here the laptop answers it, so that who is not kept from it reaches something. */
export const metadataAddress = '169.254.169.254';

/** Address and pods of the node with this number, from 0. */
export const nodeAddress = (number: number): string => `172.18.0.${number + 2}`;
export const podCidrOf = (number: number): string => `10.244.${number}.0/24`;

const inside = ({ pid }: Machine, ...words: string[]) => command(['nsenter', `--net=/proc/${pid}/ns/net`, '--', ...words]);

/** Settings of the network namespace alone: a node forwards, and iptables sees what a bridge carries. */
const forwarding = `
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
for file in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >"$file"; done`;

export async function connectLaptop(laptop: Machine, nodes: number): Promise<void> {
  const routes = [...Array(nodes).keys()].map((number) => `ip route add ${podCidrOf(number)} via ${nodeAddress(number)}`);
  const script = [
    'set -eu',
    'ip link set lo up',
    'ip link add kind type bridge',
    `ip addr add ${laptopAddress}/16 dev kind`,
    `ip addr add ${metadataAddress}/32 dev kind`,
    'ip link set kind up',
    ...routes,
  ];
  await inside(laptop, 'sh', '-c', script.join('\n'));
}

/** Also after the node was started again. */
export async function connectNode(laptop: Machine, node: Machine, number: number, nodes: number): Promise<void> {
  const port = `node-${number}`;
  await inside(laptop, 'ip', 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(node.pid));
  await inside(laptop, 'ip', 'link', 'set', port, 'master', 'kind', 'up');
  const others = [...Array(nodes).keys()].filter((other) => other !== number);
  const script = [
    'set -eu',
    'ip link set lo up',
    `ip addr add ${nodeAddress(number)}/16 dev eth0`,
    'ip link set eth0 up',
    `ip route add default via ${laptopAddress}`,
    ...others.map((other) => `ip route add ${podCidrOf(other)} via ${nodeAddress(other)}`),
    forwarding,
  ];
  await inside(node, 'sh', '-c', script.join('\n'));
}

/** Cuts a node off the others and gives it back: the bridge's port goes down and up. */
export const setNodeLink = (laptop: Machine, number: number, state: 'up' | 'down'): Promise<string> =>
  inside(laptop, 'ip', 'link', 'set', `node-${number}`, state);
