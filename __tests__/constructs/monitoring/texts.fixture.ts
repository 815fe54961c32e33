/** Options with everything in them, for the texts. */
import type { AlertmanagerYmlOptions } from '../../../constructs/monitoring/alertmanager/alertmanager-yml';
import { platformScrapes } from '../../../constructs/monitoring/platform-scrapes';
import { probeTargets } from '../../../constructs/monitoring/probe-targets';
import type { PrometheusYmlOptions } from '../../../constructs/monitoring/prometheus/prometheus-yml';

const prober = (address: string, path: string) => ({ address, path, intervalSeconds: 15 });

export const prometheusOptions: PrometheusYmlOptions = {
  environment: 'production',
  discovery: { namespaces: ['openrouter', 'openrouter-nodes'], kubeconfig: null },
  scrapes: [
    { component: 'backend', port: 'http', path: '/metrics', intervalSeconds: 15 },
    { component: 'postgres', port: 'http', path: '/metrics', intervalSeconds: 15 },
    ...platformScrapes({ intervalSeconds: 15, cloudWatch: true }),
  ],
  kubelets: { checked: false, intervalSeconds: 30 },
  members: [
    {
      of: { component: 'redis', port: 'redis', target: 'redis://$1' },
      by: prober('redis-exporter.openrouter.svc:9121', '/scrape'),
    },
  ],
  targets: probeTargets([
    { service: 'backend', url: 'https://api.openrouter.ai/health', expects: 'service' },
    { service: 'object-storage', url: 'http://object-storage.openrouter.svc:7070/health', expects: 'health' },
  ]).map((of) => ({ of, by: prober('blackbox-exporter.openrouter.svc:9115', '/probe') })),
  rules: '/etc/prometheus/rules/*.yml',
  retention: { days: 15, gibibytes: 40 },
  scrapeIntervalSeconds: 15,
  remoteWrite: {
    by: 'password',
    url: 'https://metrics.example.com/write',
    usernameFile: '/etc/remote/username',
    passwordFile: '/etc/remote/password',
  },
  alertmanager: { component: 'alertmanager', port: 'http' },
};

export const alertmanagerOptions: AlertmanagerYmlOptions = {
  receivers: [
    { type: 'slack', name: 'team', severities: ['critical', 'warning'], secretFile: '/secrets/team' },
    { type: 'pagerduty', name: 'on-call', severities: ['critical'], secretFile: '/secrets/on-call' },
    { type: 'webhook', name: 'bot', severities: ['warning'], secretFile: '/secrets/bot' },
    {
      type: 'email',
      name: 'mail',
      severities: ['warning'],
      secretFile: '/secrets/mail',
      to: 'team@example.com',
      from: 'alerts@example.com',
      host: 'smtp.example.com',
      username: 'alerts',
    },
  ],
  watchdogFile: '/secrets/watchdog',
  inhibitions: [{ sources: ['severity="critical"'], targets: ['severity="warning"'], equal: ['area', 'component'] }],
};
