import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MonitoringConfig, Surroundings } from '../../../config';
import { loadBalancerEngines } from '../../../config/load-balancer';
import { monitoringOn } from '../../../config/monitoring';
import { objectStorageEngines } from '../../../config/object-storage';
import { postgresEngines } from '../../../config/postgres';
import { redisEngines } from '../../../config/redis';
import { Monitoring, type MonitoringProps } from '../../../constructs/monitoring';
import type { ComponentMonitoring } from '../../../constructs/mixin/component-monitoring';
import { surroundings } from '../../support/surroundings';
import { synthesize, type Synthesized } from '../../support/synthesized';

export const off = { enabled: false, reason: 'a test that is about something else' } as const;

const secret = { name: 'alert-receivers', key: 'slack' };

/** One of each kind. */
export const everyReceiver = [
  { type: 'slack', name: 'team', severities: ['critical', 'warning'], secret },
  { type: 'pagerduty', name: 'on-call', severities: ['critical'], secret: { ...secret, key: 'pagerduty' } },
  { type: 'webhook', name: 'bot', severities: ['warning'], secret: { ...secret, key: 'webhook' } },
  {
    type: 'email',
    name: 'mail',
    severities: ['warning'],
    secret: { ...secret, key: 'email' },
    to: 'team@example.com',
    from: 'alerts@example.com',
    host: 'smtp.example.com',
    username: 'alerts',
  },
] as const;

/** The configuration as read: what is not said has its default. */
export const monitoringConfig = (fields: object = {}): MonitoringConfig =>
  monitoringOn.aws.parse({
    receivers: everyReceiver,
    watchdog: { enabled: true, secret: { name: 'alert-receivers', key: 'watchdog' } },
    ...fields,
  });

/** What there is to watch: one rule and one dashboard. */
export const component: ComponentMonitoring = {
  component: 'backend',
  scrapes: [{ component: 'backend', port: 'http', path: '/metrics', intervalSeconds: 15 }],
  recordingRules: [],
  alerts: [
    {
      name: 'Down',
      expr: 'up == 0',
      forSeconds: 60,
      severity: 'critical',
      symptom: 'down',
      summary: 'It is down.',
      description: '{{ $labels.pod }} is ${down}.',
    },
  ],
  dashboard: { uid: 'backend', title: 'Backend ${x}' },
};

/** What CloudWatch is asked where every box runs on AWS. */
export const cloudWatchJobs = [loadBalancerEngines.alb, postgresEngines.aurora, redisEngines.elasticache, objectStorageEngines.s3].flatMap(
  ({ cloudWatch }) => (cloudWatch === null ? [] : [cloudWatch]),
);

export const aws = {
  cloudWatch: cloudWatchJobs,
  placement: {
    environment: 'production',
    clusterName: 'production',
    accountId: '123456789012',
    region: 'eu-central-1',
    namespace: 'openrouter',
    permissionsBoundaryArn: null,
  },
} as const;

const reference = (name: string) => ({ name, source: null });

export interface Variant extends Partial<Pick<MonitoringProps, 'aws' | 'components'>>, Partial<Surroundings> {
  readonly config?: object;
  readonly tls?: boolean;
  readonly redisInPods?: boolean;
  readonly hidesWal?: boolean;
  readonly redisHost?: string;
}

export function monitoring({
  config,
  tls = false,
  redisInPods = true,
  hidesWal = false,
  redisHost = 'redis.openrouter.svc',
  aws = null,
  components = [component],
  ...around
}: Variant = {}): Synthesized {
  return synthesize((stack) => {
    if (aws !== null) new AwsProvider(stack, 'Aws', { region: aws.placement.region });
    new Monitoring(stack, 'Monitoring', {
      config: monitoringConfig(config),
      environment: 'production',
      placement: { kind: 'kubernetes', namespace: 'openrouter', storageClass: 'encrypted' },
      surroundings: surroundings(around),
      components,
      inhibitions: [{ sources: ['severity="critical"'], targets: ['severity="warning"'], equal: ['area', 'component'] }],
      dataSourceUid: 'prometheus',
      postgres: {
        primary: { host: 'postgres-primary.openrouter.svc', port: 5432 },
        database: 'openrouter',
        sslMode: tls ? 'verify-full' : 'require',
        ca: tls ? { configMap: 'postgres-ca', key: 'ca.crt' } : null,
        credentials: {
          admin: reference('postgres-admin-a'),
          app: reference('postgres-app-b'),
          migrate: reference('postgres-migrate-b'),
          monitor: reference('postgres-monitor-b'),
          backup: reference('postgres-backup-b'),
        },
        hidesWal,
      },
      redis: {
        discovery: { host: redisHost, port: 6379 },
        tls,
        ca: tls ? { configMap: 'redis-ca', key: 'ca.crt' } : null,
        monitor: reference('redis-monitor-b'),
        inPods: redisInPods,
      },
      probes: [
        { service: 'backend', url: 'https://api.openrouter.ai/health', expects: 'service' },
        { service: 'object-storage', url: 'http://object-storage.openrouter.svc:7070/health', expects: 'health' },
      ],
      aws,
    });
  });
}

const directory = path.join(__dirname, 'golden');

/** Compares a rendered text with its file; with UPDATE_GOLDEN=1 it writes the file, for a review of the difference. */
export function expectGolden(name: string, text: string): void {
  const file = path.join(directory, name);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
