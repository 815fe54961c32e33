import { z } from 'zod';
import { locationField } from './external';
import { hostField } from './fields';
import type { Presence } from './peers';

const external = z.strictObject({
  engine: z.literal('external').describe('A load balancer that you bring: it forwards each host to the Service of the same name, port 80.'),
  location: locationField.describe('Where its connections to the pods come from, for the network policies.'),
  origin: z
    .discriminatedUnion('recordType', [
      z.strictObject({
        recordType: z.literal('A').describe('By address.'),
        value: z.ipv4('must be an IPv4 address').describe('Its public address.'),
      }),
      z.strictObject({
        recordType: z.literal('CNAME').describe('By name.'),
        value: hostField.describe('Its public host name.'),
      }),
    ])
    .nullable()
    .default(null)
    .describe('What a DNS record of the hosts points to; null: nothing of this program points to it.'),
});

/** Engines of the load balancer by the target that can run them. */
export const loadBalancerOn = {
  kubernetes: z.discriminatedUnion('engine', [external], 'must be { engine: "external", … }'),
};

/** The load balancer as configured, whichever target runs it. */
export type LoadBalancerConfig = z.infer<typeof loadBalancerOn.kubernetes>;
/** A load balancer that is brought along. */
export type ExternalLoadBalancerConfig = z.infer<typeof external>;

/** It listens where this program does not look: nothing inside talks to it. */
export const loadBalancerPresence = ({ location }: LoadBalancerConfig): Presence => ({
  component: { ports: {}, runsAs: location },
  flows: [],
  pods: [],
});
