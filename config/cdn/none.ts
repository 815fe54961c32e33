import { z } from 'zod';
import { cdnEngine } from './engine';

/** No CDN. */
export const none = cdnEngine({
  schema: z.strictObject({ engine: z.literal('none').describe('No CDN: users connect to the load balancer directly.') }),
  targets: ['kubernetes', 'aws'],
  edge: () => ({ limits: null, zoneId: null, cidrs: null, clientCertificateAuthority: null }),
  rules: [],
});
