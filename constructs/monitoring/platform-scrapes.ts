import type { Scrape } from '../mixin/component-monitoring';

/** Scrape interval in seconds where a scrape is costly: sizes of all tables, and CloudWatch metrics two minutes old. */
const SLOW_SECONDS = { postgresExporter: 30, cloudwatchExporter: 60 } as const;

export interface PlatformScrapesOptions {
  readonly intervalSeconds: number;
  /** Whether there is a CloudWatch exporter. */
  readonly cloudWatch: boolean;
}

/** Scrapes of the monitoring programs themselves, and of what they probe. */
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

/** Components that must have at least one target: all that are scraped, directly or through an exporter. */
export const expectedComponents = ({
  scrapes,
  ...options
}: PlatformScrapesOptions & { readonly scrapes: readonly Scrape[] }): readonly string[] => [
  ...new Set([...[...platformScrapes(options), ...scrapes].map(({ component }) => component), 'redis', 'kubelet']),
];
