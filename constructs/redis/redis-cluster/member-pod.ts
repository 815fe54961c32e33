import type { StatefulSetV1SpecTemplate, StatefulSetV1SpecTemplateSpecContainer } from '@cdktf/provider-kubernetes/lib/stateful-set-v1';
import { redisJoinResources, type RedisMembers } from '../../../config';
import { componentLabels, MemberClaims, podTemplate, type PodEnvironment } from '../../kubernetes';
import { handoverSeconds } from './handover-script';
import type { ClusterLayout, ClusterPaths } from './layout';
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
  /** How many failure zones the nodes span. */
  readonly zones: number;
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
  const template = podTemplate({
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
    environment: { values: {}, secrets: {}, files },
    sidecars: [
      {
        name: 'join',
        image,
        command: script(textNames.join),
        probes: { liveness: { command: script(textNames.probe, 'rounds') }, readiness: { command: script(textNames.probe, 'rounds') } },
        resources: redisJoinResources,
        environment: { values: {}, secrets: {} },
      },
    ],
    claims: layout.persistent ? { [MemberClaims.template]: data } : {},
    writablePathsMiB: { [run]: 1, ...(layout.persistent ? {} : { [data]: 16 }) },
    // The members of one shard stand apart: with a zone, one copy of a key is lost at most.
    spread: { zones: props.zones, revisionLabels: [SHARD_LABEL] },
    checksum: props.checksum,
  });
  return asMember(template, props);
}

/** What only a member of this cluster needs: its shard, itself, a place in memory for a password, and masters in different zones. */
function asMember(template: StatefulSetV1SpecTemplate, { name, set, layout, zones }: MemberPodProps): StatefulSetV1SpecTemplate {
  const { spec } = template;
  const containers = spec?.container as StatefulSetV1SpecTemplateSpecContainer[];
  const field = (variable: string, fieldPath: string) => ({ name: variable, valueFrom: { fieldRef: { fieldPath } } });
  const self = [field('POD_NAME', 'metadata.name'), field('POD_IP', 'status.podIP')];
  const [mount] = (Array.isArray(containers[0]?.volumeMount) ? containers[0].volumeMount : []).filter(
    ({ mountPath }) => mountPath === layout.paths.run,
  );
  return {
    ...template,
    metadata: { ...template.metadata, labels: shardLabels(name, set) },
    spec: {
      ...spec,
      container: containers.map((container) => ({ ...container, env: self })),
      volume: (Array.isArray(spec?.volume) ? spec.volume : []).map((volume) =>
        volume.name === mount?.name ? { ...volume, emptyDir: { ...volume.emptyDir, medium: 'Memory' } } : volume,
      ),
      topologySpreadConstraint: [
        ...(Array.isArray(spec?.topologySpreadConstraint) ? spec.topologySpreadConstraint : []),
        ...(zones < 2 ? [] : [mastersApart(name)]), // with one zone it would be the same preference twice, which the API server refuses
      ],
    },
  };
}

/** The first members of the shards begin as masters: where most of them stand in one zone, none can be elected without it. */
const mastersApart = (name: string) => ({
  topologyKey: 'topology.kubernetes.io/zone',
  whenUnsatisfiable: 'ScheduleAnyway',
  maxSkew: 1,
  labelSelector: [{ matchLabels: componentLabels(name) }],
  matchLabelKeys: ['apps.kubernetes.io/pod-index'],
});
