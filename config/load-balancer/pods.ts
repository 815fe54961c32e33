import { z } from 'zod';
import { cidrField, disabledField, nameField } from '../fields/values';
import { tcp, type Flow, type Presence } from '../derived/peers';
import type { PodResources } from '../derived/services';
import { knownOrigin } from './origin';

const exposureField = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({
        type: z.literal('LoadBalancer').describe('The cluster’s cloud gives it an address.'),
        address: z
          .enum(['ip', 'hostname'])
          .default('ip')
          .describe('What the cloud gives: an address, or a host name as AWS does. A DNS record of the hosts points to it.'),
        annotations: z.record(z.string(), z.string()).default({}).describe('Annotations that the cloud reads from the Service.'),
        sourceCidrs: z
          .array(cidrField)
          .default([])
          .describe('IPv4 ranges that may connect, such as those of the CDN; none: everyone. Not every cloud enforces it.'),
      }),
      z.strictObject({
        type: z.literal('NodePort').describe('Ports of every node.'),
        ports: z
          .strictObject({
            http: z.int().min(30_000).max(32_767).default(30_080).describe('Port for clear text.'),
            https: z.int().min(30_000).max(32_767).default(30_443).describe('Port for TLS.'),
          })
          .prefault({})
          .describe('Ports of the nodes, in the range that Kubernetes keeps for it by default.'),
        origin: knownOrigin,
      }),
      z.strictObject({
        type: z.literal('ClusterIP').describe('From inside of the cluster only, for something in front of it.'),
        origin: knownOrigin,
      }),
    ],
    'must be { type: "LoadBalancer" }, { type: "NodePort" } or { type: "ClusterIP" }',
  )
  .prefault({ type: 'LoadBalancer' })
  .describe('How it is reached.');

const tlsField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On: clear text is redirected to it.'),
      secret: nameField
        .nullable()
        .default(null)
        .describe(
          'Secret of the namespace with `tls.crt` and `tls.key` for all hosts. A change of it is taken over within two minutes. Null: every pod makes a key of its own that no client can check.',
        ),
    }),
    disabledField,
  ])
  .prefault({ enabled: true })
  .describe('TLS on the side of the clients.');

/** Fields that the engines that run as pods of the namespace have in common. */
export const podFields = {
  exposure: exposureField,
  tls: tlsField,
  trustedProxies: z
    .array(cidrField)
    .default([])
    .describe('IPv4 ranges of the proxies in front. Only they are believed about a client’s address and scheme, and about a request’s id.'),
  replicas: z
    .strictObject({
      min: z.int().min(2, 'must be 2 or more, so that one may go').default(2).describe('Pods at least.'),
      max: z.int().min(2).max(50).default(4).describe('Pods at most, by their load.'),
    })
    .refine(({ min, max }) => min <= max, 'min must not be above max')
    .prefault({})
    .describe('How many pods.'),
  connections: z
    .int()
    .min(100)
    .max(50_000)
    .default(2000)
    .describe('Connections of clients that one pod holds: as many streams are open at a time. Its memory is derived from it.'),
};

/** Where its pods listen: from 1024 on, which needs no privilege. */
export const loadBalancerPorts = { http: 8080, https: 8443, metrics: 8404 } as const;

/**
 * What one of its pods asks for and may use. An open stream with TLS takes 55 to 70 KiB (measured with 1,000 of them; docs/load-balancer.md),
 * a page that a slow client is still reading up to twice as much.
 */
export const loadBalancerResources = (connections: number): PodResources => ({
  cpuRequestMillis: 100,
  cpuLimitMillis: null,
  memoryRequestMiB: 64 + Math.ceil(connections / 16),
  memoryLimitMiB: 128 + Math.ceil(connections / 8),
});

/** A flow from whoever may come to the load balancer. */
export const fromEdge = (port: 'http' | 'https', why: string): Flow => ({ from: 'edge', to: 'load-balancer', port, why });

/** What the engines that run as pods are to their neighbours. */
export function podsPresence(config: {
  readonly tls: { readonly enabled: boolean };
  readonly replicas: { readonly max: number };
  readonly connections: number;
}): Presence {
  const { http, https, metrics } = loadBalancerPorts;
  return {
    component: {
      ports: { http: tcp(http), ...(config.tls.enabled ? { https: tcp(https) } : {}), metrics: tcp(metrics) },
      runsAs: { pods: true },
    },
    flows: [
      fromEdge('http', config.tls.enabled ? 'clients that begin in clear text and are redirected' : 'clients, or what ends TLS for them'),
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
