import type { z } from 'zod';
import type { EngineRule, Target } from '../fields/engine';

/** What a CDN does to connections to the load balancer. */
export interface CdnLimits {
  /** Seconds without a byte from the origin after which it answers 524 itself. */
  readonly silenceSeconds: number;
  /** Seconds it keeps an idle connection to the origin for the next request. */
  readonly keepAliveSeconds: number;
  /** Largest request it takes, in MiB. */
  readonly maxBodyMiB: number;
}

/** What a CDN is to the rest of the program, whichever it is. */
export interface Edge {
  /** What it does to connections; null: there is no CDN. */
  readonly limits: CdnLimits | null;
  /** Id of the zone that the hosts are names of; null: there is none. */
  readonly zoneId: string | null;
  /** IPv4 ranges from which requests come to the load balancer; null: from everywhere. */
  readonly cidrs: readonly string[] | null;
  /** Authority of the client certificate that it shows to the load balancer, in PEM form; null: it shows none. */
  readonly clientCertificateAuthority: string | null;
}

/** One engine of the CDN. */
export interface CdnEngine<Config> {
  /** Targets that can stand behind it. */
  readonly targets: readonly Target[];
  /** What it is to the rest of the program. */
  edge(config: Config): Edge;
  /** Rules between it and the rest of the environment. */
  readonly rules: readonly EngineRule<Config>[];
}

/** A row of the table of CDNs: the compiler names what it lacks. */
export const cdnEngine = <Schema extends z.ZodObject, const Targets extends readonly Target[]>(
  row: CdnEngine<z.output<Schema>> & {
    /** The engine's fields; `engine` is its name. */
    readonly schema: Schema;
    readonly targets: Targets;
  },
) => row;
