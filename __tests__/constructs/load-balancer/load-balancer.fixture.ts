/** A load balancer of each engine with the default chain, and what each test changes of it. */
import type { LoadBalancerConfig, StreamingChain } from '../../../config';
import { loadBalancerOn } from '../../../config/load-balancer';
import type { AttachableLoadBalancer, Route } from '../../../constructs/contracts';
import { createLoadBalancer } from '../../../constructs/load-balancer';
import { synthesize, type Synthesized } from '../../support/synthesized';

export const routes: readonly Route[] = [
  { host: 'api.openrouter.ai', service: 'backend', port: 8080, readinessPath: '/ready', streamingPaths: ['/v1'] },
  { host: 'admin.openrouter.ai', service: 'admin', port: 3000, readinessPath: '/ready', streamingPaths: [] },
  { host: 'openrouter.ai', service: 'portal', port: 3001, readinessPath: '/ready', streamingPaths: [] },
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
      zones,
      clusterName: null,
      deletionProtection: true,
    });
  });
  if (made === undefined) throw new Error('nothing was made');
  return { ...synthesized, balancer: made };
}
