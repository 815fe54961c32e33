import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment, ServiceConfig } from '../config';
import { AppTier, type Stores } from '../constructs/app-tier';
import { PodIdentity } from '../constructs/aws/pod-identity';
import type { KubernetesPlacement, LoadBalancer, Placement } from '../constructs/contracts';
import { createLoadBalancer } from '../constructs/load-balancer';
import { createPostgresRoles } from '../constructs/postgres';
import { CopiedSecrets } from '../constructs/secrets';
import { constructId } from '../constructs/terraform/construct-id';
import { BaseStack } from './base-stack';
import { useCloudflare } from './cloudflare';
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

  constructor(scope: Construct, environment: Environment, inputs: AppStackInputs) {
    super(scope, environment, 'app');
    this.useProviders();
    const { services, routes, migration, streaming, surroundings } = environment;
    const placement = inputs.placement.in(this);
    // Its records prove the hosts.
    if (placement.kind === 'aws' && placement.certificate.by === 'zone') useCloudflare(this);
    const { origin, attach } = createLoadBalancer(this, 'LoadBalancer', {
      config: environment.loadBalancer.config,
      placement,
      routes,
      limits: streaming.loadBalancer,
      facesClients: environment.edge.limits === null,
      surroundings,
    });
    const stores = inputs.data.in(this);
    const { namespace } = inputs.platform.in(this);
    const copies = new CopiedSecrets(this, 'StoredSecrets', {
      namespace,
      references: [...stores.postgres.storedSecrets, ...stores.redis.storedSecrets],
    }).resources;
    const roles = createPostgresRoles(this, 'PostgresRoles', {
      config: environment.postgres.config,
      postgres: stores.postgres,
      namespace,
      surroundings,
      after: copies,
    });
    new AppTier(this, 'AppTier', {
      services,
      migration,
      namespace,
      stores,
      attach,
      after: [...copies, ...(roles === null ? [] : [roles.job]), ...this.identities(stores, services, placement)],
      chain: streaming.app,
      surroundings,
    });
    this.outputs = publish<LoadBalancer>(this, { origin });
  }

  /** Services that reach their bucket by their identity, rather than with keys. */
  private identities(
    { objectStorage: { access } }: Stores,
    services: readonly ServiceConfig[],
    placement: Placement,
  ): readonly ITerraformDependable[] {
    const { assets } = access;
    if (assets.by !== 'pod-identity' || placement.kind !== 'aws') return [];
    return services
      .filter(({ stores }) => stores.includes('object-storage'))
      .flatMap(({ name }) => {
        const policyArns = { Assets: assets.policyArn };
        return new PodIdentity(this, `${constructId(name)}Identity`, { placement, serviceAccount: name, policyArns }).resources;
      });
  }
}
