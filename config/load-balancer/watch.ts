import type { LoadBalancerConfig } from '.';

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

export function loadBalancerWatch(config: LoadBalancerConfig): LoadBalancerWatch {
  switch (config.engine) {
    case 'nginx':
      return { metrics: 'nginx', connections: config.connections };
    case 'haproxy':
      return { metrics: 'haproxy' };
    case 'alb':
      return { metrics: 'cloudwatch' };
    case 'ingress':
    case 'external':
      return { metrics: 'none' };
  }
}
