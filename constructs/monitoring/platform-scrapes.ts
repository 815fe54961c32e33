import type { Scrape } from '../mixin/component-monitoring';

/** Seconds between two scrapes of what costs its server something: sizes of all tables, and what CloudWatch was asked two minutes ago. */
const SLOW_SECONDS = { postgresExporter: 30, cloudwatchExporter: 60 } as const;

export interface PlatformScrapesOptions {
  readonly intervalSeconds: number;
  /** Whether there is an exporter of CloudWatch. */
  readonly cloudWatch: boolean;
}

/** The programs of monitoring, of themselves and of what they ask. */
export function platformScrapes({ intervalSeconds, cloudWatch }: PlatformScrapesOptions): readonly Scrape[] {
  const metrics = { port: 'metrics', path: '/metrics', intervalSeconds } as const;
  const http = { port: 'http', path: '/metrics', intervalSeconds } as const;
  return [
    { component: 'prometheus', ...http },
    { component: 'alertmanager', ...http },
    { component: 'grafana', ...http },
    { component: 'kube-state-metrics', ...metrics, aboutOthers: true },
    { component: 'node-exporter', ...metrics },
    { component: 'postgres-exporter', ...metrics, intervalSeconds: Math.max(intervalSeconds, SLOW_SECONDS.postgresExporter) },
    { component: 'redis-exporter', ...metrics },
    { component: 'blackbox-exporter', ...metrics },
    ...(cloudWatch ? [{ component: 'cloudwatch-exporter', ...metrics, intervalSeconds: SLOW_SECONDS.cloudwatchExporter } as const] : []),
  ];
}

/** Components of which there has to be at least one target: all that are asked, whether by themselves or through an exporter. */
export const expectedComponents = ({
  scrapes,
  ...options
}: PlatformScrapesOptions & { readonly scrapes: readonly Scrape[] }): readonly string[] => [
  ...new Set([...[...platformScrapes(options), ...scrapes].map(({ component }) => component), 'redis', 'kubelet']),
];
