/** The load balancer of AWS with the default chain, two Services behind it, and what each test changes of it. */
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { CloudflareProvider } from '@cdktf/provider-cloudflare/lib/provider';
import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { loadBalancerOn } from '../../../../config/load-balancer';
import type { AttachableLoadBalancer } from '../../../../constructs/contracts';
import { createLoadBalancer } from '../../../../constructs/load-balancer';
import type { AwsPlacement } from '../../../../constructs/contracts';
import { synthesize, type Synthesized } from '../../../support/synthesized';
import { limits, routes } from '../load-balancer.fixture';
import { surroundings } from '../../../support/surroundings';

/** In the form of a certificate; nothing here reads more of it. */
export const authority = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUTestOnlyTestOnlyTestOnlyTestOnlyQwCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----
`;

export const awsPlacement: AwsPlacement = {
  kind: 'aws',
  environment: 'staging',
  clusterName: 'staging',
  generation: 1,
  accountId: '123456789012',
  region: 'eu-central-1',
  vpcId: 'vpc-1',
  zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  subnetIds: { public: ['subnet-a', 'subnet-b', 'subnet-c'], private: ['subnet-d'], data: ['subnet-e'] },
  securityGroupIds: { loadBalancer: 'sg-load-balancer', postgres: 'sg-postgres', redis: 'sg-redis' },
  kmsKeyArns: Object.fromEntries(
    (['postgres', 'redis', 'assets', 'backups', 'secrets', 'logs', 'cluster'] as const).map((purpose) => [
      purpose,
      `arn:aws:kms:eu-central-1:123456789012:key/${purpose}`,
    ]),
  ) as AwsPlacement['kmsKeyArns'],
  certificate: { by: 'arn', arn: 'arn:aws:acm:eu-central-1:123456789012:certificate/hosts' },
  logBucket: 'staging-logs-123456789012-eu-central-1',
  permissionsBoundaryArn: null,
  namespace: 'openrouter',
};

export interface AlbChanges {
  readonly config?: object;
  readonly placement?: Partial<AwsPlacement>;
  readonly deletionProtection?: boolean;
  readonly facesClients?: boolean;
  readonly idleSeconds?: number;
}

/** As a stack does it: the load balancer, then a Service, what attaches it, and its Deployment. */
export function alb(changes: AlbChanges = {}): Synthesized & { readonly balancer: AttachableLoadBalancer } {
  let made: AttachableLoadBalancer | undefined;
  const synthesized = synthesize((stack) => {
    new AwsProvider(stack, 'Aws', {});
    new CloudflareProvider(stack, 'Cloudflare', {});
    const balancer = createLoadBalancer(stack, 'LoadBalancer', {
      config: loadBalancerOn.aws.parse({ engine: 'alb', originPullCa: authority, ...changes.config }),
      placement: { ...awsPlacement, ...changes.placement },
      routes,
      limits: { ...limits, ...(changes.idleSeconds === undefined ? {} : { idleSeconds: changes.idleSeconds }) },
      facesClients: changes.facesClients ?? false,
      surroundings: surroundings({ deletionProtection: changes.deletionProtection ?? true }),
    });
    for (const { service } of routes) {
      const metadata = { name: service, namespace: 'openrouter' };
      const front = new ServiceV1(stack, `${service}Service`, { metadata, spec: { port: [{ port: 80 }] } });
      new DeploymentV1(stack, `${service}Deployment`, {
        metadata,
        spec: { template: { metadata: {}, spec: { container: [{ name: service }] } } },
        dependsOn: [...balancer.attach(service, front)],
      });
    }
    made = balancer;
  });
  if (made === undefined) throw new Error('nothing was made');
  return { ...synthesized, balancer: made };
}

/** The one resource of a type whose argument has this value. */
export function only(synthesized: Synthesized, type: string, field?: string, value?: unknown): Record<string, unknown> {
  const resources = (synthesized.json.resource as Record<string, Record<string, Record<string, unknown>>>)[type] ?? {};
  const found = Object.values(resources).filter((resource) => field === undefined || resource[field] === value);
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} of ${type} with ${field} ${String(value)}; there are: ${Object.keys(resources).join(', ')}`);
  }
  return found[0];
}

/** Logical ids of all resources of a type. */
export const idsOf = (synthesized: Synthesized, type: string): string[] =>
  Object.keys((synthesized.json.resource as Record<string, Record<string, unknown>>)[type] ?? {});
