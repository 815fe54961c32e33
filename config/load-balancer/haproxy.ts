import { z } from 'zod';
import { hostField } from '../fields/values';
import { loadBalancerEngine } from './engine';
import { podFields, podsPresence } from './pods';

const schema = z.strictObject({
  engine: z.literal('haproxy').describe('HAProxy, in pods of the namespace. It asks DNS for the pods of the services.'),
  ...podFields,
  clusterDomain: hostField.default('cluster.local').describe('Domain of the cluster’s DNS: HAProxy asks for full names.'),
});

/** HAProxy in pods of the namespace. */
export type HaproxyConfig = z.infer<typeof schema>;

/** HAProxy in pods of the namespace. */
export const haproxy = loadBalancerEngine({
  schema,
  targets: ['kubernetes'],
  presence: podsPresence,
  watch: () => ({ metrics: 'haproxy' }),
  rules: [],
  cloudWatch: null,
});
