/**
 * Answers are token streams: silent for long, running for minutes. One block of numbers, and from it what each hop of the chain is told:
 *
 *     CDN → load balancer → application
 *
 * The idle times grow along the way, so that it is always the outer hop that gives up a connection, never the inner one under it.
 */
import { z } from 'zod';

/** The idle timeout of an AWS application load balancer, at most. */
const LONGEST_IDLE_SECONDS = 4000;

/**
 * Half of what nodes of EKS in Auto Mode give a pod that is to go; the cluster that you bring has its own limit.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */
const LONGEST_DRAIN_SECONDS = 43_200;

/** The streaming block of an environment. */
export const streamingField = z
  .strictObject({
    heartbeatSeconds: z
      .int()
      .min(1)
      .max(LONGEST_IDLE_SECONDS)
      .default(15)
      .describe(
        'Seconds of silence after which the application sends a comment line, even before the first token. Default: well below any CDN’s 100 s.',
      ),
    longestSilenceSeconds: z
      .int()
      .min(1)
      .max(LONGEST_IDLE_SECONDS)
      .default(1200)
      .describe(
        'Seconds a connection may be idle at the load balancer. Default: above the 900 s for which Cloudflare keeps its connections.',
      ),
    drainSeconds: z
      .int()
      .min(1)
      .max(LONGEST_DRAIN_SECONDS)
      .default(600)
      .describe(
        'Seconds for which open streams may continue after their pod or load balancer is told to stop. Default: longer than nearly every model’s answer.',
      ),
    maxBodyMiB: z
      .int()
      .min(1)
      .max(10_240)
      .default(100)
      .describe('Largest request body at every hop, in MiB. Default: Cloudflare’s limit on its smaller plans.'),
  })
  .prefault({})
  .describe('Limits of token streams, from which the limits of every hop are derived.');

/** The streaming block as configured. */
export type StreamingConfig = z.infer<typeof streamingField>;
