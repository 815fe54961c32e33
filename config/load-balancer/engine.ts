import type { z } from 'zod';
import type { EngineRow, Target } from '../fields/engine';

/** What a load balancer shows of itself, whichever engine runs it. */
export type LoadBalancerWatch =
  | {
      /** nginx’ counts of connections, as its maker’s exporter names them. */
      readonly metrics: 'nginx';
      /** Connections that one pod holds at most. */
      readonly connections: number;
    }
  | {
      /** HAProxy’s own exporter. */
      readonly metrics: 'haproxy';
    }
  | {
      /** What AWS measures of its balancer, as the CloudWatch exporter names it. */
      readonly metrics: 'cloudwatch';
    }
  | {
      /** Nothing that this program can reach: only the probes see it. */
      readonly metrics: 'none';
    };

/** A row of the table of the load balancer: the compiler names what it lacks. */
export const loadBalancerEngine = <Schema extends z.ZodObject, const Targets extends readonly Target[]>(
  row: EngineRow<Schema, LoadBalancerWatch> & { readonly targets: Targets },
) => row;
