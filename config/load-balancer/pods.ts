import { z } from 'zod';
import { annotationsField, cidrField, disabledField, nameField } from '../fields/values';
import { tcp, type Flow, type Presence } from '../derived/peers';
import type { PodResources } from '../derived/services';
import { knownOrigin } from './origin';

const exposureField = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({
        type: z.literal('LoadBalancer').describe('By an address that the cluster’s cloud assigns.'),
        address: z
          .enum(['ip', 'hostname'])
          .default('ip')
          .describe('Kind of the assigned address: an IP address, or a host name as on AWS. The hosts’ DNS records point to it.'),
        annotations: annotationsField.describe('Annotations that the cloud reads from the Service.'),
        sourceCidrs: z
          .array(cidrField)
          .default([])
          .describe('IPv4 ranges that may connect, such as those of the CDN; empty: everyone. Not every cloud enforces this.'),
      }),
      z.strictObject({
        type: z.literal('NodePort').describe('By a port on every node.'),
        ports: z
          .strictObject({
            http: z.int().min(30_000).max(32_767).default(30_080).describe('Port for HTTP.'),
            https: z.int().min(30_000).max(32_767).default(30_443).describe('Port for HTTPS.'),
          })
          .prefault({})
          .describe('Node ports, in the default range of Kubernetes.'),
        origin: knownOrigin,
      }),
      z.strictObject({
        type: z.literal('ClusterIP').describe('Only from inside the cluster, for a proxy in front of it.'),
        origin: knownOrigin,
      }),
    ],
    'must be { type: "LoadBalancer" }, { type: "NodePort" } or { type: "ClusterIP" }',
  )
  .prefault({ type: 'LoadBalancer' })
  .describe('How clients reach it.');

const tlsField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On: HTTP is redirected to HTTPS.'),
      secret: nameField
        .nullable()
        .default(null)
        .describe(
          'Secret of the namespace with `tls.crt` and `tls.key` for all hosts. A change is loaded within two minutes. Null: every pod creates its own key, which no client can verify.',
        ),
    }),
    disabledField,
  ])
  .prefault({ enabled: true })
  .describe('TLS for client connections.');

/** Fields that the engines that run as pods of the namespace have in common. */
export const podFields = {
  exposure: exposureField,
  tls: tlsField,
  trustedProxies: z
    .array(cidrField)
    .default([])
    .describe('IPv4 ranges of the proxies in front. Only from them, a client’s address and scheme and a request’s id are accepted.'),
  replicas: z
    .strictObject({
      min: z.int().min(2, 'must be 2 or more, so that one can be replaced').max(50).default(2).describe('Minimum number of pods.'),
      max: z.int().min(2).max(50).default(4).describe('Maximum number of pods; the autoscaler follows their load.'),
    })
    .refine(({ min, max }) => min <= max, 'min must not be above max')
    .prefault({})
    .describe('Number of pods.'),
  connections: z
    .int()
    .min(100)
    .max(50_000)
    .default(2000)
    .describe('Maximum number of client connections, and so of open streams, per pod. The pod’s memory is derived from it.'),
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
