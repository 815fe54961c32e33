import { z } from 'zod';
import { cidrField, hostField, nameField, podLabelsField, portField } from '../fields/values';

const whyField = z.string().min(3, 'must say what would stop working').max(1000).describe('What would stop working without it.');
const portsField = z.array(portField).min(1, 'must name at least one port').max(20).describe('TCP ports.');

/** Where a service may open connections beside its stores and the services it calls. */
export const egressField = z.union(
  [
    z.strictObject({
      to: z.literal('internet').describe('The whole internet except the cloud’s private addresses, on port 443.'),
      why: whyField,
    }),
    z.strictObject({
      cidrs: z.array(cidrField).min(1, 'must name at least one range').describe('IPv4 ranges.'),
      ports: portsField,
      why: whyField,
    }),
    z.strictObject({
      namespace: nameField.describe('Another namespace of the cluster.'),
      podLabels: podLabelsField,
      ports: portsField,
      why: whyField,
    }),
    z.strictObject({
      to: z.literal('yours').describe('Nowhere: a way is open by a policy of your own, or none is needed.'),
      hosts: z.array(hostField).min(1, 'must name at least one host').max(100).describe('Hosts that `settings` name.'),
      why: z.string().min(10, 'must say why, in ten characters or more').max(1000).describe('Why this program opens no way to them.'),
    }),
  ],
  'must be { to: "internet", why }, { cidrs, ports, why }, { namespace, podLabels, ports, why } or { to: "yours", hosts, why }',
);

/** A destination beyond stores and services, as configured. */
export type EgressConfig = z.output<typeof egressField>;
