import { z } from 'zod';
import { locationField } from '../fields/external';
import { annotationsField, nameField } from '../fields/values';
import { loadBalancerEngine } from './engine';
import { knownOrigin } from './origin';

const schema = z.strictObject({
  engine: z.literal('ingress').describe('Ingress objects for a controller that already runs in the cluster.'),
  controller: z
    .enum(['traefik', 'haproxy', 'nginx-inc'], 'must be "traefik", "haproxy" or "nginx-inc"; ingress-nginx is retired since March 2026')
    .describe(
      'Which controller it is, for the annotations it reads: Traefik, HAProxy’s own (haproxytech), or that of nginx’ maker (F5, nginx-inc).',
    ),
  className: nameField.describe('Name of its IngressClass.'),
  location: locationField.describe('Source of its connections to the pods, for the network policies.'),
  tlsSecret: nameField.default('load-balancer-tls').describe('Secret of the namespace with the certificate for all hosts.'),
  annotations: annotationsField.describe(
    'Additional annotations of each Ingress, such as `cert-manager.io/cluster-issuer`; the program’s own take precedence.',
  ),
  origin: knownOrigin,
});

/** Ingress objects for a controller that is there. */
export type IngressConfig = z.infer<typeof schema>;

/** Ingress objects for a controller that is there: it listens where this program does not look. */
export const ingress = loadBalancerEngine({
  schema,
  targets: ['kubernetes'],
  presence: ({ location }) => ({ component: { ports: {}, runsAs: location }, flows: [], pods: [] }),
  watch: () => ({ metrics: 'none' }),
  rules: [],
  cloudWatch: null,
});
