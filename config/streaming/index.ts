/**
 * Answers are token streams: silent for long, running for minutes. One block of numbers, and from it what each hop of the chain is told:
 *
 *     CDN → load balancer → application
 *
 * The idle times grow along the way, so that it is always the outer hop that gives up a connection, never the inner one under it.
 */
import { z } from 'zod';
import { cdnLimits, type CdnConfig, type CdnLimits } from '../cdn';

/** Seconds in which every proxy hears that a pod is going: kube-proxy's and a cloud balancer's propagation, with room. */
const PRE_STOP_SECONDS = 20;
/** Seconds beyond preStop and drain before a pod is killed: a process that drained to the last second still has to end. */
export const GRACE_MARGIN_SECONDS = 40;
/** By so much the application keeps an idle connection longer than the balancer: the side that sends requests must be the one to close. */
const KEEP_ALIVE_MARGIN_SECONDS = 60;
/** The idle timeout of an AWS application load balancer, at most. */
const LONGEST_IDLE_SECONDS = 4000;

/** The streaming block of an environment. */
export const streamingField = z
  .strictObject({
    heartbeatSeconds: z
      .int()
      .min(1)
      .default(15)
      .describe(
        'Seconds of silence after which the application sends a comment line, also before the first token. Default: well below any CDN’s 100 s.',
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
      .default(600)
      .describe('Seconds an open stream gets to end when its pod or balancer goes. Default: longer than nearly every answer of a model.'),
    maxBodyMiB: z
      .int()
      .min(1)
      .default(100)
      .describe('Largest request, in MiB, at every hop. Default: Cloudflare’s limit on its smaller plans.'),
  })
  .prefault({})
  .describe('Limits of token streams, from which every hop’s own are derived.');

/** The streaming block as configured. */
export type StreamingConfig = z.infer<typeof streamingField>;

/** How a pod ends without cutting a stream. */
export interface DrainLimits {
  /** Seconds it goes on answering new requests after it was told to go. */
  readonly preStopSeconds: number;
  /** Seconds after the stop signal in which its open streams may end. */
  readonly drainSeconds: number;
  /** Seconds until it is killed: both, and a margin. */
  readonly graceSeconds: number;
}

/** What each hop is told. */
export interface StreamingChain {
  /** Limits of the CDN, which are its own; null where there is none. */
  readonly cdn: CdnLimits | null;
  /** The load balancer's share. */
  readonly loadBalancer: {
    /** Seconds a connection may be idle, on either side. */
    readonly idleSeconds: number;
    /** Seconds a target that was taken out still gets the bytes of its open requests. */
    readonly deregistrationSeconds: number;
    /** Largest request, in MiB. */
    readonly maxBodyMiB: number;
    /** How one of its own pods ends, where it runs as pods. */
    readonly drain: DrainLimits;
  };
  /** The application's share. */
  readonly app: {
    /** Seconds of silence after which it sends a comment line. */
    readonly heartbeatSeconds: number;
    /** Seconds it keeps an idle connection. */
    readonly keepAliveSeconds: number;
    /** Largest request, in MiB. */
    readonly maxBodyMiB: number;
    /** How one of its pods ends. */
    readonly drain: DrainLimits;
  };
}

export function streamingChain(
  { heartbeatSeconds, longestSilenceSeconds, drainSeconds, maxBodyMiB }: StreamingConfig,
  cdn: CdnConfig,
): StreamingChain {
  const drain = {
    preStopSeconds: PRE_STOP_SECONDS,
    drainSeconds,
    graceSeconds: PRE_STOP_SECONDS + drainSeconds + GRACE_MARGIN_SECONDS,
  };
  return {
    cdn: cdnLimits(cdn),
    loadBalancer: {
      idleSeconds: longestSilenceSeconds,
      deregistrationSeconds: PRE_STOP_SECONDS + drainSeconds,
      maxBodyMiB,
      drain,
    },
    app: { heartbeatSeconds, keepAliveSeconds: longestSilenceSeconds + KEEP_ALIVE_MARGIN_SECONDS, maxBodyMiB, drain },
  };
}
