/**
 * The images of the tests' cluster, put together from packages under the names that are synthesized. `config` is what the real image says,
 * looked up in its Dockerfile; pods of this program name their commands and users themselves, so its Entrypoint and Cmd are seldom used.
 */
import { versions } from '../../../../config';
import { pauseImage } from '../node-configuration';
import { gatewayImages } from './gateway';
import { grafanaStandIn } from './grafana-stand-in';
import { pathEnvironment, program, type Base, type Image } from './image';
import { postgresImage } from './postgres';

const { images } = versions;

export const bases: Readonly<Record<NonNullable<Image['base']>, Base>> = {
  bookworm: {
    suite: 'bookworm',
    packages: ['ca-certificates', 'make', 'openssl', 'prometheus-redis-exporter', 'python3', 'redis-server'],
  },
  // The configuration has directives of nginx 1.27.4, which is newer than that of the releases before.
  forky: { suite: 'forky', packages: ['nginx', 'openssl'] },
};

/** A shell and the tools beside it. */
const shell: Image['parts'] = [
  { from: '/bin/busybox', to: '/bin/busybox' },
  ...['cat', 'cut', 'head', 'mkdir', 'mv', 'rm', 'sh', 'sha256sum', 'sleep', 'true'].map((name) => ({
    link: 'busybox',
    to: `/bin/${name}`,
  })),
];

const nginx = {
  base: 'forky',
  parts: [],
  config: { Entrypoint: ['/docker-entrypoint.sh'], Cmd: ['nginx', '-g', 'daemon off;'], StopSignal: 'SIGQUIT', Env: pathEnvironment },
  source: "Debian forky's nginx",
} as const;

/** An image of one program that was built from its Go module, at the release of the image. */
const built = (
  reference: string,
  name: string,
  at: string,
  config: Image['config'],
  differs: string,
  base: Image['parts'] = shell,
): Image => ({
  reference,
  base: null,
  parts: [...base, program(name, at)],
  config: { Entrypoint: [at], Env: pathEnvironment, ...config },
  source: 'its Go module, the same release',
  differs,
});

const noImageShell = 'nothing that is used';
const busyboxImage = 'the shell is a static busybox of Debian';

export const table: readonly Image[] = [
  { ...nginx, reference: images.nginx, differs: 'a later patch of nginx 1.30; no /docker-entrypoint.sh' },
  { ...nginx, reference: images.standIn, differs: 'nginx 1.30 in place of 1.28; Debian in place of Alpine; no /docker-entrypoint.sh' },
  {
    reference: images.redis,
    base: 'bookworm',
    parts: [],
    config: {
      WorkingDir: '/data',
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      Volumes: ['/data'],
      Env: pathEnvironment,
    },
    source: "Debian bookworm's redis-server",
    differs: 'Redis 7.0 in place of 7.2; no docker-entrypoint.sh',
  },
  postgresImage,
  {
    reference: images.rclone,
    base: null,
    parts: [
      { from: '/bin/busybox', to: '/bin/busybox' },
      { link: 'busybox', to: '/bin/cp' },
      { from: '/usr/bin/rclone', to: '/usr/local/bin/rclone' },
    ],
    config: { WorkingDir: '/data', Entrypoint: ['rclone'], Env: pathEnvironment },
    source: "Debian bookworm's rclone",
    differs: 'release 1.60.1 in place of 1.75.1, which needs a C library, that of the image with PostgreSQL',
  },
  built(images.versitygw, 'versitygw', '/usr/local/bin/versitygw', {}, `${busyboxImage} in place of Alpine's`),
  built(
    images.prometheus,
    'prometheus',
    '/bin/prometheus',
    { User: 'nobody', WorkingDir: '/prometheus', Volumes: ['/prometheus'] },
    `${busyboxImage}; no web interface`,
  ),
  built(
    images.alertmanager,
    'alertmanager',
    '/bin/alertmanager',
    { User: 'nobody', WorkingDir: '/alertmanager', Volumes: ['/alertmanager'] },
    busyboxImage,
  ),
  built(images.blackboxExporter, 'blackbox_exporter', '/bin/blackbox_exporter', {}, busyboxImage),
  built(images.nodeExporter, 'node_exporter', '/bin/node_exporter', { User: 'nobody' }, busyboxImage),
  built(images.postgresExporter, 'postgres_exporter', '/bin/postgres_exporter', { User: 'nobody' }, busyboxImage),
  built(images.kubeStateMetrics, 'kube-state-metrics', '/kube-state-metrics', { User: '65534' }, noImageShell, []),
  {
    reference: images.redisExporter,
    base: 'bookworm',
    parts: [{ link: '/usr/bin/prometheus-redis-exporter', to: '/redis_exporter' }],
    config: { User: '59000:59000', Entrypoint: ['/redis_exporter'], Env: pathEnvironment },
    source: "Debian bookworm's prometheus-redis-exporter",
    differs: 'release 1.45 in place of 1.83; Debian in place of an empty image',
  },
  grafanaStandIn,
  ...gatewayImages,
  {
    reference: pauseImage,
    base: null,
    parts: shell,
    config: { User: '65535:65535', Entrypoint: ['/bin/sleep', '2147483647'], Env: pathEnvironment },
    source: "Debian's busybox-static",
    differs: 'sleeps and does not reap; no pod of this program shares its processes',
  },
  built('registry.k8s.io/coredns/coredns:v1.12.4', 'coredns', '/coredns', { User: '65532:65532' }, 'the plugins that are used', []),
  built('registry.k8s.io/metrics-server/metrics-server:v0.8.0', 'metrics-server', '/metrics-server', { User: '65534' }, noImageShell, []),
];

/** By its reference in a pod. */
export const imageOf = (reference: string): Image | undefined => table.find((image) => image.reference === reference);
