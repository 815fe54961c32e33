/** What each hop of the streaming chain is told, from the one block of numbers (config/streaming). */
import type { CdnLimits } from '../cdn';
import type { StreamingConfig } from '../streaming';

/** Seconds in which every proxy hears that a pod is going: kube-proxy's and a cloud balancer's propagation, with room. */
const PRE_STOP_SECONDS = 20;
/** Seconds beyond preStop and drain before a pod is killed: a process that drained to the last second still has to end. */
export const GRACE_MARGIN_SECONDS = 40;
/** Margin by which the application keeps idle connections longer than the balancer: the side that sends requests must close first. */
const KEEP_ALIVE_MARGIN_SECONDS = 60;

/** How a pod ends without cutting a stream. */
export interface DrainLimits {
  /** Seconds for which it still answers new requests after it was told to stop. */
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
  cdn: CdnLimits | null,
): StreamingChain {
  const drain = {
    preStopSeconds: PRE_STOP_SECONDS,
    drainSeconds,
    graceSeconds: PRE_STOP_SECONDS + drainSeconds + GRACE_MARGIN_SECONDS,
  };
  return {
    cdn,
    loadBalancer: {
      idleSeconds: longestSilenceSeconds,
      deregistrationSeconds: PRE_STOP_SECONDS + drainSeconds,
      maxBodyMiB,
      drain,
    },
    app: { heartbeatSeconds, keepAliveSeconds: longestSilenceSeconds + KEEP_ALIVE_MARGIN_SECONDS, maxBodyMiB, drain },
  };
}
