import type { StatefulSetV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { versitygwResources } from '../../../config';
import { MemberClaims, podTemplate, type PodEnvironment } from '../../kubernetes';
import { HEALTH_PATH, startEnvironment, type VersitygwOptions, type VersitygwPaths } from './start-program';

export interface GatewayPodProps {
  readonly name: string;
  readonly image: string;
  readonly pullSecrets: readonly string[];
  readonly port: number;
  readonly region: string;
  readonly buckets: VersitygwOptions['buckets'];
  /** Names of the Secrets that hold the secret keys, by access key. */
  readonly secretKeys: Readonly<Record<string, string>>;
  /** Secret that holds the certificate; null: there is none. */
  readonly certificateSecret: string | null;
  readonly graceSeconds: number;
  /** Checksum of everything that the server reads at start. */
  readonly checksum: string;
}

/** Name of the script, as a key in the ConfigMap. */
export const START_SCRIPT = 'start.sh';
const SCRIPT_PATH = '/etc/object-storage';

/** Paths in the pod. */
export const gatewayPaths: VersitygwPaths = {
  secrets: '/etc/object-storage-keys',
  certificates: '/etc/object-storage-tls',
  run: '/run/object-storage',
  data: '/data',
};

export function gatewayPod(props: GatewayPodProps): StatefulSetV1SpecTemplate {
  const { name, port, region, buckets, secretKeys, certificateSecret } = props;
  const tls = certificateSecret !== null;
  const { secrets, certificates, run, data } = gatewayPaths;
  const health = { path: HEALTH_PATH, port: 's3', scheme: tls ? 'HTTPS' : 'HTTP' } as const;
  const files: PodEnvironment['files'] = {
    [`${SCRIPT_PATH}/${START_SCRIPT}`]: { configMap: name, key: START_SCRIPT },
    ...Object.fromEntries(Object.entries(secretKeys).map(([file, secret]) => [`${secrets}/${file}`, { secret, key: 'password' }])),
    ...(certificateSecret === null
      ? {}
      : Object.fromEntries(['tls.crt', 'tls.key'].map((key) => [`${certificates}/${key}`, { secret: certificateSecret, key }]))),
  };
  const template = podTemplate({
    name,
    image: props.image,
    command: ['/bin/sh', `${SCRIPT_PATH}/${START_SCRIPT}`],
    serviceAccountName: name,
    pullSecrets: props.pullSecrets,
    ports: { s3: port },
    probes: { liveness: health, readiness: health },
    resources: versitygwResources,
    environment: { values: startEnvironment({ listen: `:${port}`, region, buckets, tls, paths: gatewayPaths }), secrets: {}, files },
    claims: { [MemberClaims.template]: data },
    writablePathsMiB: { [run]: 1, '/tmp': 64 },
    graceSeconds: props.graceSeconds,
    checksum: props.checksum,
  });
  return inMemory(template, run);
}

/** The identities' secret keys are written there: from a volume on the node's disk they could be read. */
function inMemory(template: StatefulSetV1SpecTemplate, path: string): StatefulSetV1SpecTemplate {
  const { spec } = template;
  const [main] = Array.isArray(spec?.container) ? spec.container : [];
  const mounts = Array.isArray(main?.volumeMount) ? main.volumeMount : [];
  const name = mounts.find(({ mountPath }) => mountPath === path)?.name;
  const volume = (Array.isArray(spec?.volume) ? spec.volume : []).map((each) =>
    each.name === name ? { ...each, emptyDir: { ...each.emptyDir, medium: 'Memory' } } : each,
  );
  return { ...template, spec: { ...spec, volume } };
}
