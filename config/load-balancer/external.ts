import { z } from 'zod';
import { locationField } from '../fields/external';
import { loadBalancerEngine } from './engine';
import { knownOrigin } from './origin';

const schema = z.strictObject({
  engine: z.literal('external').describe('A load balancer that you bring: it forwards each host to the Service of the same name, port 80.'),
  location: locationField.describe('Source of its connections to the pods, for the network policies.'),
  origin: knownOrigin,
});

/** A load balancer that you bring. */
export type ExternalLoadBalancerConfig = z.infer<typeof schema>;

/** A load balancer that you bring: it listens where this program does not look. */
export const external = loadBalancerEngine({
  schema,
  targets: ['kubernetes', 'aws'],
  presence: ({ location }) => ({ component: { ports: {}, runsAs: location }, flows: [], pods: [] }),
  watch: () => ({ metrics: 'none' }),
  rules: [],
  cloudWatch: null,
});
