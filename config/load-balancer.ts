import { z } from 'zod';
import { locationField } from './external';
import { cidrField, disabledField, hostField, nameField } from './fields';
import { tcp, type Flow, type Presence } from './peers';
import type { ServiceConfig } from './services';

const originField = z.discriminatedUnion('recordType', [
  z.strictObject({
    recordType: z.literal('A').describe('By address.'),
    value: z.ipv4('must be an IPv4 address').describe('Its public address.'),
  }),
  z.strictObject({
    recordType: z.literal('CNAME').describe('By name.'),
    value: hostField.describe('Its public host name.'),
  }),
]);
const knownOrigin = originField
  .nullable()
  .default(null)
  .describe('What a DNS record of the hosts points to; null: nothing of this program points to it.');

const external = z.strictObject({
  engine: z.literal('external').describe('A load balancer that you bring: it forwards each host to the Service of the same name, port 80.'),
  location: locationField.describe('Where its connections to the pods come from, for the network policies.'),
  origin: knownOrigin,
});

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
          .describe('IPv4 ranges that may connect, such as those of the CDN; none: everyone. Not every cloud heeds it.'),
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

/** What the engines that run as pods of the namespace have in common. */
const pods = {
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

const nginx = z.strictObject({ engine: z.literal('nginx').describe('nginx, in pods of the namespace.'), ...pods });

const haproxy = z.strictObject({
  engine: z.literal('haproxy').describe('HAProxy, in pods of the namespace. It asks DNS for the pods of the services.'),
  ...pods,
  clusterDomain: hostField.default('cluster.local').describe('Domain of the cluster’s DNS: HAProxy asks for full names.'),
});

const ingress = z.strictObject({
  engine: z.literal('ingress').describe('Ingress objects for a controller that runs in the cluster already.'),
  controller: z
    .enum(['traefik', 'haproxy', 'nginx-inc'], 'must be "traefik", "haproxy" or "nginx-inc"; ingress-nginx is retired since March 2026')
    .describe(
      'Which controller it is, for the annotations it reads: Traefik, HAProxy’s own (haproxytech), or that of nginx’ maker (F5, nginx-inc).',
    ),
  className: nameField.describe('Name of its IngressClass.'),
  location: locationField.describe('Where its connections to the pods come from, for the network policies.'),
  tlsSecret: nameField.default('load-balancer-tls').describe('Secret of the namespace with the certificate for all hosts.'),
  annotations: z
    .record(z.string(), z.string())
    .default({})
    .describe('Further annotations of each Ingress, such as `cert-manager.io/cluster-issuer`; those of the program win.'),
  origin: knownOrigin,
});

/** Engines of the load balancer by the target that can run them. */
export const loadBalancerOn = {
  kubernetes: z.discriminatedUnion(
    'engine',
    [external, nginx, haproxy, ingress],
    'must be { engine: "nginx", … }, { engine: "haproxy", … }, { engine: "ingress", … } or { engine: "external", … }',
  ),
};

/** The load balancer as configured, whichever target runs it. */
export type LoadBalancerConfig = z.infer<typeof loadBalancerOn.kubernetes>;
/** A load balancer that is brought along. */
export type ExternalLoadBalancerConfig = z.infer<typeof external>;
/** nginx in pods of the namespace. */
export type NginxConfig = z.infer<typeof nginx>;
/** HAProxy in pods of the namespace. */
export type HaproxyConfig = z.infer<typeof haproxy>;
/** Ingress objects for a controller that is there. */
export type IngressConfig = z.infer<typeof ingress>;

/** Where its pods listen: from 1024 on, which needs no privilege. */
export const loadBalancerPorts = { http: 8080, https: 8443, metrics: 8404 } as const;

/**
 * What one of its pods asks for and may use. An open stream with TLS takes 55 to 70 KiB (measured with 1,000 of them; docs/load-balancer.md),
 * a page that a slow client is still reading up to twice as much.
 */
export const loadBalancerResources = (connections: number): ServiceConfig['resources'] => ({
  cpuRequestMillis: 250,
  cpuLimitMillis: null,
  memoryRequestMiB: 64 + Math.ceil(connections / 16),
  memoryLimitMiB: 128 + Math.ceil(connections / 8),
});

export function loadBalancerPresence(config: LoadBalancerConfig): Presence {
  switch (config.engine) {
    // It listens where this program does not look: nothing inside talks to it.
    case 'external':
    case 'ingress':
      return { component: { ports: {}, runsAs: config.location }, flows: [], pods: [] };
    case 'nginx':
    case 'haproxy': {
      const { http, https, metrics } = loadBalancerPorts;
      const from = (port: 'http' | 'https', why: string): Flow => ({ from: 'internet', to: 'load-balancer', port, why });
      return {
        component: {
          ports: { http: tcp(http), ...(config.tls.enabled ? { https: tcp(https) } : {}), metrics: tcp(metrics) },
          runsAs: { pods: true },
        },
        flows: [
          from('http', config.tls.enabled ? 'clients that begin in clear text and are redirected' : 'clients, or what ends TLS for them'),
          ...(config.tls.enabled ? [from('https', 'clients, or the CDN for them')] : []),
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
