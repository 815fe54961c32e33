import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { clusterFacts, eksClusterName, migration, services, streamingChain, type ClusterEnvironment } from '../config';
import { AppTier, type Stores } from '../constructs/app-tier';
import { PodIdentity } from '../constructs/aws/pod-identity';
import { constructId } from '../constructs/terraform/construct-id';
import type { LoadBalancer } from '../constructs/contracts';
import { createLoadBalancer, routes } from '../constructs/load-balancer';
import { createPostgresRoles } from '../constructs/postgres';
import type { KubernetesPlacement, Placement } from '../constructs/contracts';
import { CopiedSecrets } from '../constructs/secrets';
import { BaseStack } from './base-stack';
import { publish, type Outputs } from './outputs';

export interface AppStackInputs {
  /** Where pods run. */
  readonly platform: Outputs<KubernetesPlacement>;
  /** Where the load balancer stands. */
  readonly placement: Outputs<Placement>;
  readonly data: Outputs<Stores>;
}

/** The load balancer, then the database's roles, then the migration, then the services. */
export class AppStack extends BaseStack {
  readonly outputs: Outputs<LoadBalancer>;

  constructor(scope: Construct, environment: ClusterEnvironment, inputs: AppStackInputs) {
    super(scope, environment, 'app');
    if (environment.target === 'aws') this.useAws(environment);
    this.useCluster(environment);
    const { deletionProtection, secrets, postgres: config } = environment;
    const { zones } = clusterFacts(environment);
    const all = services(environment.services, environment.sizing);
    const chain = streamingChain(environment.streaming, environment.cdn);
    const clusterName = environment.target === 'aws' ? eksClusterName(environment.name, environment.cluster) : null;
    const placement = inputs.placement.in(this);
    const { origin, attach } = createLoadBalancer(this, 'LoadBalancer', {
      config: environment.loadBalancer,
      placement,
      routes: routes(all),
      limits: chain.loadBalancer,
      zones,
      clusterName,
      deletionProtection,
    });
    const stores = inputs.data.in(this);
    const { namespace } = inputs.platform.in(this);
    const copies = new CopiedSecrets(this, 'StoredSecrets', {
      namespace,
      references: [...stores.postgres.storedSecrets, ...stores.redis.storedSecrets],
    }).resources;
    const roles = createPostgresRoles(this, 'PostgresRoles', {
      config,
      postgres: stores.postgres,
      namespace,
      secretsRevision: secrets.revision,
      after: copies,
    });
    new AppTier(this, 'AppTier', {
      services: all,
      migration: migration(environment.migration, environment.services),
      namespace,
      stores,
      attach,
      after: [...copies, ...(roles === null ? [] : [roles.job]), ...this.identities(stores, all, placement, clusterName)],
      chain: chain.app,
      secretsRevision: secrets.revision,
      zones,
      deletionProtection,
    });
    this.outputs = publish<LoadBalancer>(this, { origin });
  }

  /** Services that reach their bucket by who they are, rather than with keys. */
  private identities(
    { objectStorage: { access } }: Stores,
    all: ReturnType<typeof services>,
    placement: Placement,
    cluster: string | null,
  ): readonly ITerraformDependable[] {
    const { assets } = access;
    if (assets.by !== 'pod-identity' || placement.kind !== 'aws' || cluster === null) return [];
    return all
      .filter(({ stores }) => stores.includes('object-storage'))
      .flatMap(({ name }) => {
        const policyArns = { Assets: assets.policyArn };
        return new PodIdentity(this, `${constructId(name)}Identity`, { cluster, placement, serviceAccount: name, policyArns }).resources;
      });
  }
}
