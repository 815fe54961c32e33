/** Stands in for the backend where only its metrics matter: it shows what docs/application-metrics.md asks for, of traffic that a test sets. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { applicationMetrics, type ApplicationMetric } from '../../../constructs/app-tier/monitoring/application-metrics';

/** What happens in a second of its life. */
export interface Traffic {
  /** Requests by route and status. */
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Seconds that one of them takes. */
  readonly requestSeconds: number;
  /** Streams by how they end. */
  readonly streams: Readonly<Record<(typeof applicationMetrics.llm_streams_total.labels.outcome)[number], number>>;
  readonly firstTokenSeconds: number;
  readonly streamSeconds: number;
  /** Requests to providers by provider and status. */
  readonly upstream: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly inFlight: number;
  readonly pool: { readonly inUse: number; readonly idle: number; readonly max: number; readonly waiting: number };
}

export const healthyTraffic: Traffic = {
  requests: { '/api/models': { '200': 20, '404': 1, '500': 0 }, '/v1/chat/completions': { '200': 10, '429': 1, '503': 0 } },
  requestSeconds: 0.08,
  streams: { whole: 10, cut: 0, client_gone: 1 },
  firstTokenSeconds: 0.9,
  streamSeconds: 25,
  upstream: { one: { '200': 8, '429': 0, '503': 0, timeout: 0 }, two: { '200': 2, '429': 0 } },
  inFlight: 240,
  pool: { inUse: 3, idle: 7, max: 10, waiting: 0 },
};

export interface StubBackend {
  readonly host: string;
  readonly port: number;
  /** From now on. What was counted stays. */
  become(traffic: Traffic): void;
  /** The page as it is now. */
  page(): string;
  close(): Promise<void>;
}

/** Listens on a free port of a loopback address, 127.0.0.1 unless told. */
export async function startStubBackend(host = '127.0.0.1', traffic: Traffic = healthyTraffic): Promise<StubBackend> {
  const counted = new Counters();
  let now = traffic;
  let since = process.hrtime.bigint();
  const started = Date.now() / 1000;
  const catchUp = (): void => {
    const seconds = Number(process.hrtime.bigint() - since) / 1e9;
    since = process.hrtime.bigint();
    counted.add(now, seconds);
  };
  const page = (): string => {
    catchUp();
    return counted.page(now, started);
  };
  counted.add(now, 0); // every series is there from the start, at 0
  const server = createServer((request, response) => {
    const known = request.url === '/metrics';
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(known ? page() : '');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    host,
    port: (server.address() as AddressInfo).port,
    page,
    become(traffic) {
      catchUp();
      now = traffic;
      counted.add(now, 0);
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

type Labels = Readonly<Record<string, string>>;
type MetricName = keyof typeof applicationMetrics;

class Counters {
  private readonly values = new Map<MetricName, Map<string, number>>();

  add(traffic: Traffic, seconds: number): void {
    for (const [route, statuses] of Object.entries(traffic.requests)) {
      const labels = { method: route.startsWith('/v1') ? 'POST' : 'GET', route };
      for (const [status, rate] of Object.entries(statuses)) {
        this.count('http_requests_total', { ...labels, status }, rate * seconds);
        if (!route.startsWith('/v1')) this.observe('http_request_duration_seconds', labels, traffic.requestSeconds, rate * seconds);
      }
    }
    for (const [outcome, rate] of Object.entries(traffic.streams)) {
      this.count('llm_streams_total', { outcome }, rate * seconds);
      this.observe('llm_stream_duration_seconds', {}, traffic.streamSeconds, rate * seconds);
    }
    for (const [provider, statuses] of Object.entries(traffic.upstream)) {
      for (const [status, rate] of Object.entries(statuses)) {
        this.count('llm_upstream_requests_total', { provider, status }, rate * seconds);
        const answered = status === '200' ? rate * seconds : 0;
        this.observe('llm_time_to_first_token_seconds', { provider }, traffic.firstTokenSeconds, answered);
      }
    }
    this.count('process_cpu_seconds_total', {}, 0.2 * seconds);
  }

  page({ inFlight, pool }: Traffic, started: number): string {
    this.set('llm_streams_in_flight', {}, inFlight);
    this.set('db_pool_connections', { state: 'in_use' }, pool.inUse);
    this.set('db_pool_connections', { state: 'idle' }, pool.idle);
    this.set('db_pool_connections_max', {}, pool.max);
    this.set('db_pool_waiting', {}, pool.waiting);
    this.set('process_resident_memory_bytes', {}, process.memoryUsage.rss());
    this.set('process_start_time_seconds', {}, started);
    const parts = (Object.keys(applicationMetrics) as MetricName[]).map((name) => {
      const { type, help }: ApplicationMetric = applicationMetrics[name];
      const series = [...(this.values.get(name) ?? [])].map(([head, value]) => `${head} ${value}\n`);
      return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${series.join('')}`;
    });
    return parts.join('');
  }

  private count(name: MetricName, labels: Labels, by: number, suffix = ''): void {
    const series = this.seriesOf(name);
    const head = `${name}${suffix}${written(labels)}`;
    series.set(head, (series.get(head) ?? 0) + by);
  }

  private set(name: MetricName, labels: Labels, value: number): void {
    this.seriesOf(name).set(`${name}${written(labels)}`, value);
  }

  /** So many times the same value. */
  private observe(name: MetricName, labels: Labels, value: number, times: number): void {
    const { buckets = [] }: ApplicationMetric = applicationMetrics[name];
    for (const bucket of [...buckets, Infinity]) {
      const le = bucket === Infinity ? '+Inf' : String(bucket);
      this.count(name, { ...labels, le }, value <= bucket ? times : 0, '_bucket');
    }
    this.count(name, labels, value * times, '_sum');
    this.count(name, labels, times, '_count');
  }

  private seriesOf(name: MetricName): Map<string, number> {
    const series = this.values.get(name) ?? new Map<string, number>();
    this.values.set(name, series);
    return series;
  }
}

const written = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};
