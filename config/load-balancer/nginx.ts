import { z } from 'zod';
import { loadBalancerEngine } from './engine';
import { podFields, podsPresence } from './pods';

const schema = z.strictObject({ engine: z.literal('nginx').describe('nginx, in pods of the namespace.'), ...podFields });

/** nginx in pods of the namespace. */
export type NginxConfig = z.infer<typeof schema>;

/** nginx in pods of the namespace. */
export const nginx = loadBalancerEngine({
  schema,
  targets: ['kubernetes'],
  presence: podsPresence,
  watch: ({ connections }) => ({ metrics: 'nginx', connections }),
  rules: [],
  cloudWatch: null,
});
