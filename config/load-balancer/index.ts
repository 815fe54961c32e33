import { z } from 'zod';
import { tcp, type Flow, type NetworkCidrs, type Presence } from '../derived/peers';
import { alb, albPorts } from './alb';
import { external } from './external';
import { ingress } from './ingress';
import { haproxy, loadBalancerPorts, loadBalancerResources, nginx } from './pods';

export { albPorts } from './alb';
export { loadBalancerPorts, loadBalancerResources } from './pods';
export { albRules } from '../rules/load-balancer';

/** Engines of the load balancer by the target that can run them. */
export const loadBalancerOn = {
  kubernetes: z.discriminatedUnion(
    'engine',
    [external, nginx, haproxy, ingress],
    'must be { engine: "nginx", … }, { engine: "haproxy", … }, { engine: "ingress", … } or { engine: "external", … }',
  ),
  aws: z.discriminatedUnion('engine', [external, alb], 'must be { engine: "alb", … } or { engine: "external", … }'),
};

/** The load balancer as configured, whichever target runs it. */
export type LoadBalancerConfig = z.infer<typeof loadBalancerOn.kubernetes> | z.infer<typeof loadBalancerOn.aws>;
/** A load balancer that is brought along. */
export type ExternalLoadBalancerConfig = z.infer<typeof external>;
/** nginx in pods of the namespace. */
export type NginxConfig = z.infer<typeof nginx>;
/** HAProxy in pods of the namespace. */
export type HaproxyConfig = z.infer<typeof haproxy>;
/** Ingress objects for a controller that is there. */
export type IngressConfig = z.infer<typeof ingress>;
/** An application load balancer of AWS. */
export type AlbConfig = z.infer<typeof alb>;

const fromEdge = (port: 'http' | 'https', why: string): Flow => ({ from: 'edge', to: 'load-balancer', port, why });

/** `cidrs` are the ranges of the subnets; null outside of AWS. */
export function loadBalancerPresence(config: LoadBalancerConfig, cidrs: NetworkCidrs | null): Presence {
  switch (config.engine) {
    // It listens where this program does not look: nothing inside talks to it.
    case 'external':
    case 'ingress':
      return { component: { ports: {}, runsAs: config.location }, flows: [], pods: [] };
    case 'alb':
      return {
        component: {
          ports: { http: tcp(albPorts.http), https: tcp(albPorts.https) },
          runsAs: { cidrs: cidrs?.public ?? [], securityGroup: 'loadBalancer' },
        },
        flows: [fromEdge('http', 'clients that begin in clear text and are redirected'), fromEdge('https', 'clients, or the CDN for them')],
        pods: [],
      };
    case 'nginx':
    case 'haproxy': {
      const { http, https, metrics } = loadBalancerPorts;
      return {
        component: {
          ports: { http: tcp(http), ...(config.tls.enabled ? { https: tcp(https) } : {}), metrics: tcp(metrics) },
          runsAs: { pods: true },
        },
        flows: [
          fromEdge(
            'http',
            config.tls.enabled ? 'clients that begin in clear text and are redirected' : 'clients, or what ends TLS for them',
          ),
          ...(config.tls.enabled ? [fromEdge('https', 'clients, or the CDN for them')] : []),
          { from: 'load-balancer', to: 'dns', port: 'dns', why: 'names of the services' },
        ],
        pods: [
          // Twice: a pod that drains is still there when its successor is.
          {
            name: 'load-balancer',
            pods: 2 * config.replicas.max,
            memoryLimitMiB: loadBalancerResources(config.connections).memoryLimitMiB,
          },
        ],
      };
    }
  }
}
