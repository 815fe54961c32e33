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
 * A pod gets a minute more than this to end, and an autoscaler that removes one pod in that time counts over half an hour at most:
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
const LONGEST_DRAIN_SECONDS = 1740;

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
