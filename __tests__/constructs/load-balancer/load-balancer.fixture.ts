/** A load balancer of each engine with the default chain, and what each test changes of it. */
import type { LoadBalancerConfig, Route, StreamingChain } from '../../../config';
import { loadBalancerOn } from '../../../config/load-balancer';
import type { AttachableLoadBalancer } from '../../../constructs/contracts';
import { createLoadBalancer } from '../../../constructs/load-balancer';
import { synthesize, type Synthesized } from '../../support/synthesized';
import { surroundings } from '../../support/surroundings';

type Own = 'hosts' | 'service' | 'port' | 'listenerPriority';

/** A route with what most of them have. */
export const route = (own: Pick<Route, Own> & Partial<Route>): Route => ({
  path: '/',
  readinessPath: '/ready',
  streamingPaths: [],
  mostPods: 32,
  fenced: false,
  edgeLimit: { name: own.service, path: '/', requests: 1200 },
  ...own,
});

export const routes: readonly Route[] = [
  route({
    hosts: ['api.openrouter.ai'],
    service: 'backend',
    port: 8080,
    streamingPaths: ['/v1'],
    listenerPriority: 100,
    edgeLimit: { name: 'api', path: '/v1', requests: 6000 },
  }),
  route({
    hosts: ['admin.openrouter.ai'],
    service: 'admin',
    port: 3000,
    fenced: true,
    listenerPriority: 200,
    edgeLimit: { name: 'admin', path: '/', requests: 600 },
  }),
  route({ hosts: ['openrouter.ai'], service: 'portal', port: 3001, listenerPriority: 300 }),
];

export const limits: StreamingChain['loadBalancer'] = {
  idleSeconds: 1200,
  deregistrationSeconds: 620,
  maxBodyMiB: 100,
  drain: { preStopSeconds: 20, drainSeconds: 600, graceSeconds: 660 },
};

export const configOf = (input: unknown): LoadBalancerConfig => loadBalancerOn.kubernetes.parse(input);

/** What is synthesized of a balancer as configured, and the balancer. */
export function balancer(input: unknown, zones = 3): Synthesized & { readonly balancer: AttachableLoadBalancer } {
  let made: AttachableLoadBalancer | undefined;
  const synthesized = synthesize((stack) => {
    made = createLoadBalancer(stack, 'LoadBalancer', {
      config: configOf(input),
      placement: { kind: 'kubernetes', namespace: 'openrouter', storageClass: null },
      routes,
      limits,
      facesClients: true,
      surroundings: surroundings({ zones }),
    });
  });
  if (made === undefined) throw new Error('nothing was made');
  return { ...synthesized, balancer: made };
}
