import type { StatefulSetV1SpecTemplate } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { redisJoinResources, type RedisMembers, type Surroundings } from '../../../config';
import { componentLabels, MemberClaims, podTemplate, type PodEnvironment } from '../../kubernetes';
import type { ClusterLayout, ClusterPaths } from './layout';
import { handoverSeconds, memberEnvironment } from './member-environment';
import { PORT_NAMES } from './member-services';
import { textNames } from './member-texts';

export interface MemberPodProps {
  /** The component. */
  readonly name: string;
  /** Name of the shard's StatefulSet. */
  readonly set: string;
  readonly image: string;
  readonly layout: ClusterLayout;
  readonly resources: RedisMembers['resources'];
  /** Names of the Secrets with the passwords, by the names of their files. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Secret with the certificate; null: there is none. */
  readonly certificateSecret: string | null;
  readonly surroundings: Surroundings;
  /** Of everything that a member reads when it starts. */
  readonly checksum: string;
}

/** In a pod; /data is what the image declares as its volume. */
export const memberPaths: ClusterPaths = {
  config: '/etc/redis-cluster',
  secrets: '/etc/redis-passwords',
  certificates: '/etc/redis-tls',
  run: '/run/redis',
  data: '/data',
};

/** User and group `redis` of the image. */
const REDIS_USER = 999;

/** Redis waits so long for its replicas when it stops (`shutdown-timeout`), and needs a moment for its files. */
const STOP_SECONDS = 30;
export const graceSeconds = (layout: ClusterLayout): number => handoverSeconds(layout) + STOP_SECONDS;

/** Tells the pods of one shard from those of the others. https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
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
  // The scripts know themselves by these.
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
    inMemory: [run], // a password is put together there
    // The members of one shard stand apart: with a zone, one copy of a key is lost at most. So do the first members of the shards, which
    // begin as masters: where most of them stand in one zone, none can be elected without it.
    spread: { zones: props.surroundings.zones, revisionLabels: [SHARD_LABEL], sameLabelApart: 'apps.kubernetes.io/pod-index' },
    checksum: props.checksum,
  });
}
