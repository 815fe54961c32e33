/** What the programs of a node read. JSON is YAML too. */
import path from 'node:path';
import { dnsAddress } from './network';

/** What the Kubernetes release asks for; the image is one of ours (images/table.ts). */
export const pauseImage = 'registry.k8s.io/pause:3.10';

/**
 * The machine keeps some rights and control groups to itself: a container's score for the OOM killer cannot be lowered, there may be no
 * controller for huge pages and no AppArmor. https://github.com/containerd/containerd/blob/v1.6.20/docs/cri/config.md
 */
export const containerdConfig = (directory: string): string => `version = 2
root = "${directory}/containerd"
state = "/run/containerd"
disabled_plugins = [${['aufs', 'btrfs', 'devmapper', 'zfs'].map((name) => `"io.containerd.snapshotter.v1.${name}"`).join(', ')}, "io.containerd.internal.v1.opt"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  enable_unprivileged_ports = true
  enable_unprivileged_icmp = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${directory}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
`;

export const networkConfig = (subnet: string): string =>
  JSON.stringify({
    cniVersion: '0.4.0',
    name: 'kind',
    plugins: [
      {
        type: 'bridge',
        bridge: 'pods',
        isGateway: true,
        isDefaultGateway: true,
        hairpinMode: true,
        ipam: { type: 'host-local', ranges: [[{ subnet }]] },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  });

export const kubeletConfig = ({ directory, ca, group }: { readonly directory: string; readonly ca: string; readonly group: string }) =>
  JSON.stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: ca } },
    authorization: { mode: 'Webhook' },
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${group}`,
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    clusterDNS: [dnsAddress],
    clusterDomain: 'cluster.local',
    resolvConf: path.join(directory, 'resolv.conf'),
    volumePluginDir: path.join(directory, 'volume-plugins'),
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    // The disk is the machine's, and others fill it too: pods are not evicted for that, and images stay.
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'nodefs.inodesFree': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
  });

/** kube-proxy ends when this file is written to. Sizes of the table of connections are the machine's: it leaves them alone. */
export const kubeProxyConfig = ({
  name,
  kubeconfig,
  podCidr,
}: {
  readonly name: string;
  readonly kubeconfig: string;
  readonly podCidr: string;
}) =>
  JSON.stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig },
    clusterCIDR: podCidr,
    hostnameOverride: name,
    mode: 'iptables',
    oomScoreAdj: 0,
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  });
