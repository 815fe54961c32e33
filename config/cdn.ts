import { z } from 'zod';

/** Engines of the CDN by the target that can run them. */
export const cdnOn = {
  kubernetes: z.discriminatedUnion(
    'engine',
    [z.strictObject({ engine: z.literal('none').describe('Nobody stands between the users and the load balancer.') })],
    'must be { engine: "none" }',
  ),
};

/** The CDN as configured, whichever target runs it. */
export type CdnConfig = z.infer<typeof cdnOn.kubernetes>;

/** What a CDN does to connections to the load balancer. */
export interface CdnLimits {
  /** Seconds without a byte from the origin after which it answers 524 itself. */
  readonly silenceSeconds: number;
  /** Seconds it keeps an idle connection to the origin for the next request. */
  readonly keepAliveSeconds: number;
  /** Largest request it takes, in MiB. */
  readonly maxBodyMiB: number;
}

/** Null where there is no CDN. */
export const cdnLimits = (config: CdnConfig): CdnLimits | null => {
  switch (config.engine) {
    case 'none':
      return null;
  }
};
