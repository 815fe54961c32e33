import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { MigrationConfig, ServiceConfig, StreamingChain, Surroundings } from '../../config';
import { constructId } from '../terraform/construct-id';
import { componentLabels, configChecksum } from '../kubernetes';
import type { EnvironmentSource } from '../kubernetes/pod-environment';
import type { AttachableLoadBalancer } from '../contracts';
import { GeneratedSecret } from '../secrets';
import { connections, type Stores } from './connections';
import { Migration } from './migration';
import { serviceSettings } from './service-settings';
import { StandIn } from './stand-in';
import { ServiceWorkload } from './service-workload';

export { connections, type Stores } from './connections';

export interface AppTierProps {
  readonly services: readonly ServiceConfig[];
  readonly migration: MigrationConfig;
  readonly namespace: string;
  readonly stores: Stores;
  /** Puts a service behind the load balancer. */
  readonly attach: AttachableLoadBalancer['attach'];
  /** Resources that must exist before anyone logs in to a store. */
  readonly after: readonly ITerraformDependable[];
  /** The application's share of the streaming chain. */
  readonly chain: StreamingChain['app'];
  readonly surroundings: Surroundings;
}

/** The services, in release order: the migration, then configuration and secrets, then the pods that use them. */
export class AppTier extends Construct {
  constructor(scope: Construct, id: string, props: AppTierProps) {
    super(scope, id);
    const { services, namespace, stores, chain, surroundings } = props;
    const { secretsRevision } = surroundings;
    const migrated = new Migration(this, 'Migration', {
      migration: props.migration,
      namespace,
      postgres: stores.postgres,
      surroundings,
      after: props.after,
    }).job;
    const standIns = services.filter(({ standIn }) => standIn);
    const standIn = standIns.length === 0 ? null : new StandIn(this, 'StandIn', { services: standIns, namespace });

    for (const service of services) {
      const { name } = service;
      const settings = serviceSettings(service, services, chain);
      // After the migration: a pod of the old release that restarts meanwhile must not read the new release's configuration.
      const config = new ConfigMapV1(this, `${constructId(name)}Config`, {
        metadata: { name: `${name}-config`, namespace, labels: componentLabels(name) },
        data: settings,
        dependsOn: [migrated],
      });
      const generated = generatedSecret(this, { service, namespace, surroundings, dependsOn: [migrated] });
      const run = service.standIn ? (standIn?.run(service) ?? null) : null;
      const used = storesOf(service, stores);
      const own = connections(used);
      new ServiceWorkload(this, constructId(name), {
        service,
        namespace,
        attach: props.attach,
        surroundings,
        environment: { ...own, files: { ...own.files, ...run?.files } },
        envFrom: environmentSources(service, generated),
        // The revision also stands for Secrets written elsewhere: the stores' credentials and those you supply.
        checksum: configChecksum({ settings, standIn: run?.config ?? null, secretsRevision, stored: storedRevisions(used) }),
        drain: chain.drain,
        run,
        dependsOn: [migrated, config, ...(generated?.resources ?? []), ...(run?.dependsOn ?? [])],
      });
    }
  }
}

/** Only the stores that the service uses: a credential it does not have cannot leak from it. */
const storesOf = ({ stores: used }: ServiceConfig, { postgres, redis, objectStorage }: Stores): Partial<Stores> => ({
  ...(used.includes('postgres') ? { postgres } : {}),
  ...(used.includes('redis') ? { redis } : {}),
  ...(used.includes('object-storage') ? { objectStorage } : {}),
});

/** Revisions of the stored values that the pods log in with: they may change in a later apply than the number in the configuration. */
const storedRevisions = ({ postgres, redis }: Partial<Stores>): readonly number[] =>
  [postgres, redis].flatMap((store) => (store?.credentials.app.source ? [store.credentials.app.source.revision] : []));

interface ServiceSecret {
  readonly service: ServiceConfig;
  readonly namespace: string;
  readonly surroundings: Surroundings;
  readonly dependsOn: readonly ITerraformDependable[];
}

function generatedSecret(scope: Construct, { service, surroundings, ...props }: ServiceSecret): GeneratedSecret | null {
  const { name, generatedSecrets: keys } = service;
  const { secretsRevision: revision, deletionProtection } = surroundings;
  if (keys.length === 0) return null;
  return new GeneratedSecret(scope, `${constructId(name)}Secrets`, {
    ...props,
    revision,
    deletionProtection,
    name: `${name}-secrets`,
    keys,
  });
}

/**
 * If two sources have the same key, the later one wins, so the generated Secrets come last. Their previous slot is added as `PREVIOUS_…`:
 * sessions signed and data encrypted before a rotation stay readable until the next rotation rewrites that slot.
 */
function environmentSources({ name, secretNames }: ServiceConfig, generated: GeneratedSecret | null): EnvironmentSource[] {
  return [
    { configMap: `${name}-config` },
    ...secretNames.map((secret) => ({ secret })),
    ...(generated === null ? [] : [{ secret: generated.current.name }, { secret: generated.previous.name, prefix: 'PREVIOUS_' }]),
  ];
}
