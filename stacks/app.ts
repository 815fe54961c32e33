import type { Construct } from 'constructs';
import { migration, services, streamingChain, type ClusterEnvironment } from '../config';
import { AppTier, type Stores } from '../constructs/app-tier';
import { createLoadBalancer, routes, type LoadBalancer } from '../constructs/load-balancer';
import { createPostgresRoles } from '../constructs/postgres';
import type { KubernetesPlacement, Placement } from '../constructs/placement';
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
    this.useCluster(environment);
    const all = services(environment.services, environment.sizing);
    const chain = streamingChain(environment.streaming, environment.cdn);
    const { origin } = createLoadBalancer(this, 'LoadBalancer', {
      config: environment.loadBalancer,
      placement: inputs.placement.in(this),
      routes: routes(all),
      limits: chain.loadBalancer,
      zones: environment.cluster.zones,
    });
    const stores = inputs.data.in(this);
    const { namespace } = inputs.platform.in(this);
    const { postgres: config, secrets } = environment;
    const roles = createPostgresRoles(this, 'PostgresRoles', {
      config,
      postgres: stores.postgres,
      namespace,
      secretsRevision: secrets.revision,
    });
    new AppTier(this, 'AppTier', {
      services: all,
      migration: migration(environment.migration, environment.services),
      namespace,
      stores,
      after: roles === null ? [] : [roles.job],
      chain: chain.app,
      secretsRevision: environment.secrets.revision,
      zones: environment.cluster.zones,
      deletionProtection: environment.deletionProtection,
    });
    this.outputs = publish<LoadBalancer>(this, { origin });
  }
}
