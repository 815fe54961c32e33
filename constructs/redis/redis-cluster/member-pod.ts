import type { StatefulSetV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { redisJoinResources, type RedisMembers, type Surroundings } from '../../../config';
import { componentLabels, MemberClaims, podTemplate, type PodEnvironment } from '../../kubernetes';
import type { ClusterLayout, ClusterPaths } from './layout';
import { handoverSeconds, memberEnvironment } from './member-environment';
import { PORT_NAMES } from './member-services';
import { textNames } from './member-texts';

export interface MemberPodProps {
  /** Name of the component. */
  readonly name: string;
  /** Name of the shard's StatefulSet. */
  readonly set: string;
  readonly image: string;
  readonly layout: ClusterLayout;
  readonly resources: RedisMembers['resources'];
  /** Names of the Secrets that hold the passwords, by the names of their files. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Secret that holds the certificate; null: there is none. */
  readonly certificateSecret: string | null;
  readonly surroundings: Surroundings;
  /** Checksum of everything that a member reads at start. */
  readonly checksum: string;
}

/** Paths in a pod; /data is what the image declares as its volume. */
export const memberPaths: ClusterPaths = {
  config: '/etc/redis-cluster',
  secrets: '/etc/redis-passwords',
  certificates: '/etc/redis-tls',
  run: '/run/redis',
  data: '/data',
};

/** User and group `redis` of the image. */
const REDIS_USER = 999;

/** When it stops, Redis waits this long for its replicas (`shutdown-timeout`), plus a moment for its files. */
const STOP_SECONDS = 30;
export const graceSeconds = (layout: ClusterLayout): number => handoverSeconds(layout) + STOP_SECONDS;

/** Distinguishes the pods of one shard from the others'. https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const SHARD_LABEL = 'app.kubernetes.io/instance';
export const shardLabels = (name: string, set: string): Record<string, string> => ({ ...componentLabels(name), [SHARD_LABEL]: set });

/** A member of one shard: Redis, and beside it the script that keeps it in the cluster. */
export function memberPod(props: MemberPodProps): StatefulSetV1SpecTemplate {
  const { name, image, layout, certificateSecret, passwords } = props;
  const { config, secrets, certificates, run, data } = layout.paths;
  const script = (file: string, ...args: string[]) => ['/bin/sh', `${config}/${file}`, ...args];
  const files: PodEnvironment['files'] = {
    ...Object.fromEntries(Object.values(textNames).map((key) => [`${config}/${key}`, { configMap: name, key }])),
    ...Object.fromEntries(Object.entries(passwords).map(([file, secret]) => [`${secrets}/${file}`, { secret, key: 'password' }])),
    ...(certificateSecret === null
      ? {}
      : Object.fromEntries(['ca.crt', 'tls.crt', 'tls.key'].map((key) => [`${certificates}/${key}`, { secret: certificateSecret, key }]))),
  };
  // The scripts identify their own member by these.
  const podFields = { POD_NAME: 'metadata.name', POD_IP: 'status.podIP' };
  const values = memberEnvironment(layout);
  return podTemplate({
    name,
    image,
    command: script(textNames.start),
    preStop: script(textNames.handover),
    graceSeconds: graceSeconds(layout),
    user: REDIS_USER,
    serviceAccountName: name,
    pullSecrets: props.surroundings.images.pullSecrets,
    ports: { [PORT_NAMES.port]: layout.port, [PORT_NAMES.busPort]: layout.busPort },
    probes: { liveness: { command: script(textNames.probe, 'live') }, readiness: { command: script(textNames.probe, 'ready') } },
    resources: props.resources,
    labels: { [SHARD_LABEL]: props.set },
    podFields,
    environment: { values, secrets: {}, files },
    sidecars: [
      {
        name: 'join',
        image,
        command: script(textNames.join),
        probes: { liveness: { command: script(textNames.probe, 'rounds') }, readiness: { command: script(textNames.probe, 'rounds') } },
        resources: redisJoinResources,
        podFields,
        environment: { values, secrets: {} },
      },
    ],
    claims: layout.persistent ? { [MemberClaims.template]: data } : {},
    writablePathsMiB: { [run]: 1, ...(layout.persistent ? {} : { [data]: 16 }) },
    inMemory: [run], // a file with a password is assembled there
    // The members of one shard are kept apart: losing a zone loses at most one copy of a key. So are the first members of the shards, which
    // start as masters: if most of them were in one zone, losing it would leave no majority to elect new ones.
    spread: { zones: props.surroundings.zones, revisionLabels: [SHARD_LABEL], sameLabelApart: 'apps.kubernetes.io/pod-index' },
    checksum: props.checksum,
  });
}
