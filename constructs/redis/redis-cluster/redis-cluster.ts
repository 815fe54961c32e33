import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { redisBusPort, redisMaxmemoryPolicy, type RedisClusterConfig, type RedisMembers, type Surroundings } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import { literals } from '../../terraform/literal';
import { componentLabels, configChecksum, MemberClaims } from '../../kubernetes';
import { StatefulSetV1 } from '../../kubernetes/workloads';
import type { CertificateAuthority, Endpoint, KubernetesPlacement, SecretReference } from '../../contracts';
import { GeneratedSecret } from '../../secrets';
import type { Redis } from '..';
import { clusterShards, type ClusterLayout, type Shard } from './layout';
import { graceSeconds, memberPaths, memberPod, shardLabels } from './member-pod';
import { membersService, MemberServices } from './member-services';
import { memberTexts } from './member-texts';

export interface RedisClusterProps {
  readonly config: RedisClusterConfig;
  readonly placement: KubernetesPlacement;
  readonly members: RedisMembers;
  readonly surroundings: Surroundings;
}

const NAME = 'redis';

/** Users of the services, of the members themselves, and of the exporter. */
const USERS = ['app', 'member', 'monitor'] as const;

/** Seconds for one member to start: its volume is attached, its file read, and a replica copies all of its master's data. */
const START_SECONDS = 600;

/**
 * Redis in pods, one StatefulSet per shard, so that the scheduler can tell the members of one shard from the others. A script in every pod
 * lets them find and repair each other: docs/adr/011-redis-cluster-joins-in-every-pod.md. Stateful.
 */
export class RedisCluster extends Construct implements Redis {
  readonly discovery: Endpoint;
  readonly tls: boolean;
  readonly ca: CertificateAuthority | null;
  readonly credentials: Redis['credentials'];
  readonly storedSecrets: readonly SecretReference[] = [];

  constructor(scope: Construct, id: string, props: RedisClusterProps) {
    super(scope, id);
    const {
      config,
      members,
      surroundings: { secretsRevision },
    } = props;
    const { namespace } = props.placement;
    const labels = componentLabels(NAME);
    const metadata = { name: NAME, namespace, labels };
    const layout: ClusterLayout = {
      shards: clusterShards(NAME, config.shards, members.perShard),
      domain: `${membersService(NAME)}.${namespace}.svc`,
      port: config.port,
      busPort: redisBusPort(config),
      tls: config.tls.enabled,
      persistent: config.persistence.enabled,
      paths: memberPaths,
    };
    const texts = memberTexts({
      layout,
      bind: ['*'],
      maxmemoryMiB: members.maxmemoryMiB,
      maxmemoryPolicy: redisMaxmemoryPolicy(config),
      fsync: config.persistence.enabled ? config.persistence.fsync : 'everysec',
    });

    const [app, member, monitor] = USERS.map(
      (user) =>
        new GeneratedSecret(this, constructId(user), {
          name: `${NAME}-${user}`,
          namespace,
          keys: ['password'],
          username: () => user,
          revision: secretsRevision,
          deletionProtection: props.surroundings.deletionProtection,
        }),
    ) as [GeneratedSecret, GeneratedSecret, GeneratedSecret];
    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const services = new MemberServices(this, 'Services', { name: NAME, namespace, layout });
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals(texts) });
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', {
      metadata,
      spec: { selector: { matchLabels: labels }, maxUnavailable: '1' },
    });
    const needs = [account, configuration, budget, ...services.resources, ...app.resources, ...member.resources, ...monitor.resources];
    const checksum = configChecksum({ texts, secretsRevision });
    for (const shard of layout.shards) this.shard(shard, props, { layout, checksum, needs });

    this.discovery = services.discovery;
    this.tls = config.tls.enabled;
    this.ca = config.tls.enabled ? config.tls.certificateAuthority : null;
    this.credentials = { app: app.current, monitor: monitor.current };
  }

  /** The members of one shard and their volumes. */
  private shard(
    shard: Shard,
    { config, placement: { namespace, storageClass }, members, surroundings }: RedisClusterProps,
    { layout, checksum, needs }: { layout: ClusterLayout; checksum: string; needs: readonly ITerraformDependable[] },
  ): void {
    const set = `${NAME}-${shard.name}`;
    const labels = shardLabels(NAME, set);
    const claims = config.persistence.enabled
      ? new MemberClaims(this, `${constructId(shard.name)}Claims`, {
          set,
          namespace,
          members: members.perShard,
          storageGiB: config.persistence.storageGiB,
          storageClass,
          deletionProtection: surroundings.deletionProtection,
        })
      : null;
    const grace = graceSeconds(layout);
    const rollOut = members.perShard * (grace + START_SECONDS);
    new StatefulSetV1(this, `${constructId(shard.name)}Members`, {
      metadata: { name: set, namespace, labels },
      spec: {
        serviceName: membersService(NAME),
        replicas: String(members.perShard),
        // All at once: after an outage, any of them may be the one that the others wait for.
        podManagementPolicy: 'Parallel',
        updateStrategy: [{ type: 'RollingUpdate' }],
        selector: { matchLabels: labels },
        template: memberPod({
          ...{ name: NAME, set, layout, surroundings, checksum },
          image: config.image ?? surroundings.images.programs.redis,
          resources: members.resources,
          passwords: Object.fromEntries(USERS.flatMap((user) => ['a', 'b'].map((slot) => [`${user}-${slot}`, `${NAME}-${user}-${slot}`]))),
          certificateSecret: config.tls.enabled ? config.tls.secret : null,
        }),
        volumeClaimTemplate: claims?.volumeClaimTemplate,
      },
      // The provider (3.2.1) ends an update that it waited for with "Missing Resource Identity After Update"
      // (terraform-provider-kubernetes#2926). Whatever needs the members waits for them itself.
      waitForRollout: false,
      timeouts: { create: `${rollOut}s`, update: `${rollOut}s`, delete: `${grace + START_SECONDS}s` },
      lifecycle: claims === null ? undefined : { ignoreChanges: [...MemberClaims.frozen] },
      dependsOn: [...needs, ...(claims?.resources ?? [])],
    });
  }
}
