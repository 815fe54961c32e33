import type { StatefulSetV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { ARCHIVE_METRICS_PORT, archiveResources, type ServiceConfig, type Surroundings } from '../../../config';
import { MemberClaims, podTemplate } from '../../kubernetes';
import type { PodEnvironment } from '../../kubernetes';
import { PROGRAM_PATH, POSTGRES_USER } from './image';
import {
  archiveSecrets,
  backupsEnvironment,
  certificateEnvironment,
  HANDOVER_SECONDS,
  memberEnvironment,
  memberPasswords,
  memberUsernames,
  scriptEnvironment,
  type MemberPorts,
  type ScriptOptions,
} from './member-environment';
import { archiveTextNames, memberFiles, textNames } from './paths';
import { STOP_SECONDS } from './patroni-yml';
import { loginSecret, type LoginSlot } from '../logins';

export interface MemberPodProps {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly ports: MemberPorts;
  /** Variables of its scripts, and paths. */
  readonly scripts: ScriptOptions;
  readonly resources: ServiceConfig['resources'];
  /** Secret that holds the certificate; null: the pod creates one. */
  readonly certificateSecret: string | null;
  /** Names of the Secrets with the keys of the bucket and with the cipher's password; null: nothing is archived. */
  readonly archiveKeys: { readonly bucket: string; readonly cipher: string } | null;
  /** Login that members use among themselves. */
  readonly steady: LoginSlot;
  readonly surroundings: Surroundings;
  /** Checksum of everything that a member reads at start. */
  readonly checksum: string;
}

/** Grace period: the switchover, PostgreSQL's own shutdown, and a margin. */
export const GRACE_SECONDS = HANDOVER_SECONDS + STOP_SECONDS + 30;

/** Share of the memory in which parallel queries may exchange rows; Kubernetes gives 64 MiB, which a few of them exceed. */
const SHARED_MEMORY_SHARE = 1 / 8;
const SHARED_MEMORY = '/dev/shm';

/** Resources of the container that creates the key; it ends at once. */
const initResources = { cpuRequestMillis: 50, cpuLimitMillis: null, memoryRequestMiB: 64, memoryLimitMiB: 128 };

export function memberPod(props: MemberPodProps): StatefulSetV1SpecTemplate {
  const { name, namespace, image, ports, scripts, resources, certificateSecret, archiveKeys, steady } = props;
  const { paths } = scripts;
  const files = memberFiles(paths);
  const text = (key: string): [string, { configMap: string; key: string }] => [`${paths.texts}/${key}`, { configMap: name, key }];
  const archiveVariables = archiveKeys === null ? {} : archiveSecrets(archiveKeys.bucket, archiveKeys.cipher);
  const texts = [...Object.values(textNames), ...(archiveKeys === null ? [] : Object.values(archiveTextNames))];
  const environment: PodEnvironment = {
    values: {
      PATH: PROGRAM_PATH,
      ...memberEnvironment({ name: '$(POD_NAME)', address: '$(POD_IP)', namespace, ports }),
      ...memberUsernames(steady),
      ...scriptEnvironment(scripts),
    },
    secrets: {
      ...Object.fromEntries(
        Object.entries(memberPasswords(steady)).map(([variable, { purpose, slot }]) => [
          variable,
          { name: loginSecret(purpose, slot), key: 'password' },
        ]),
      ),
      ...archiveVariables,
    },
    files: {
      ...Object.fromEntries(texts.map(text)),
      ...(certificateSecret === null ? {} : certificateFiles(paths.tls, certificateSecret)),
    },
  };
  const makeCertificate = {
    name: 'certificate',
    image,
    command: ['/bin/sh', files.python, files.certificateMaker],
    resources: initResources,
    environment: { values: certificateEnvironment(scripts), secrets: {} },
  };
  const backups = {
    name: 'backups',
    image,
    command: ['/bin/sh', files.python, files.backups],
    resources: archiveResources,
    ports: { metrics: ARCHIVE_METRICS_PORT },
    // It answers whatever the bucket does: a member never leaves its Service because of a copy.
    probes: { liveness: { path: '/metrics', port: 'metrics' }, readiness: { path: '/metrics', port: 'metrics' } },
    podFields: { POD_IP: 'status.podIP' },
    environment: {
      values: { PATH: PROGRAM_PATH, ...scriptEnvironment(scripts), ...backupsEnvironment('$(POD_IP)') },
      secrets: archiveVariables,
    },
  };
  return podTemplate({
    name,
    image,
    command: ['/bin/sh', `${paths.texts}/${textNames.start}`],
    preStop: ['/bin/sh', `${paths.texts}/${textNames.stop}`],
    user: POSTGRES_USER,
    serviceAccountName: name,
    pullSecrets: props.surroundings.images.pullSecrets,
    apiAccess: true,
    ports: { postgres: ports.postgres, http: ports.patroni },
    probes: { liveness: '/liveness', readiness: '/readiness' },
    resources,
    podFields: { POD_NAME: 'metadata.name', POD_IP: 'status.podIP' },
    environment,
    initContainers: certificateSecret === null ? [makeCertificate] : [],
    sidecars: archiveKeys === null ? [] : [backups],
    claims: { [MemberClaims.template]: paths.volume },
    writablePathsMiB: {
      '/tmp': 64,
      [paths.run]: 16,
      ...(certificateSecret === null ? { [paths.tls]: 1 } : {}),
      [SHARED_MEMORY]: Math.floor(resources.memoryLimitMiB * SHARED_MEMORY_SHARE),
    },
    inMemory: [SHARED_MEMORY],
    // Owned by root, readable by the group: PostgreSQL refuses a key with wider permissions.
    fileModes: { [paths.tls]: '0440' },
    graceSeconds: GRACE_SECONDS,
    spread: { zones: props.surroundings.zones, revisionLabels: [] },
    checksum: props.checksum,
  });
}

const certificateFiles = (directory: string, secret: string) =>
  Object.fromEntries(['tls.crt', 'tls.key', 'ca.crt'].map((key) => [`${directory}/${key}`, { secret, key }]));
