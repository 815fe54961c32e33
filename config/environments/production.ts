import type { EnvironmentInput } from '../environment';
import { originPullAuthority } from './origin-pull-authority';

/** Production on AWS, behind Cloudflare. What is yours to set: account, zone, images, roles, and who is told of alerts. */
export const production = {
  name: 'production',
  target: 'aws',
  sizing: 'recommended',
  aws: {
    accountId: '000000000000', // of nobody: Terraform refuses to run until it is yours
    region: 'eu-central-1',
    budget: { enabled: true, monthlyUsd: 6000, emails: ['infrastructure@openrouter.ai'] },
  },
  automation: {
    runner: 'production-vpc',
    planRole: 'arn:aws:iam::000000000000:role/massrouter-plan',
    applyRole: 'arn:aws:iam::000000000000:role/massrouter-apply',
  },
  state: { backend: 's3', bucket: 'massrouter-state-000000000000-eu-central-1', region: 'eu-central-1' },
  network: { vpc: { mode: 'create', cidr: '10.20.0.0/16', zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'] } },
  cluster: { mode: 'create', runsIn: { place: 'vpc', cidrs: ['10.20.0.0/17'] } },
  services: {
    backend: { image: '000000000000.dkr.ecr.eu-central-1.amazonaws.com/openrouter-backend:1.0.0', replicas: { min: 4 } },
    admin: { image: '000000000000.dkr.ecr.eu-central-1.amazonaws.com/openrouter-admin:1.0.0' },
    portal: { image: '000000000000.dkr.ecr.eu-central-1.amazonaws.com/openrouter-portal:1.0.0' },
  },
  postgres: { engine: 'aurora', readers: 2, backupRetentionDays: 35 },
  redis: { engine: 'elasticache' },
  objectStorage: { engine: 's3' },
  loadBalancer: { engine: 'alb', originPullCa: originPullAuthority },
  cdn: {
    engine: 'cloudflare',
    plan: 'business',
    zone: 'openrouter.ai',
    zoneId: '00000000000000000000000000000000',
    accountId: '00000000000000000000000000000000',
    authenticatedOriginPulls: { enabled: true, certificateAuthority: originPullAuthority },
    adminProtection: { enabled: true, only: { by: 'access', emailDomains: ['openrouter.ai'] } },
  },
  monitoring: {
    receivers: [
      { type: 'pagerduty', name: 'on-call', severities: ['critical'], secret: { name: 'alertmanager-receivers', key: 'pagerduty' } },
      {
        type: 'slack',
        name: 'infrastructure',
        severities: ['critical', 'warning'],
        secret: { name: 'alertmanager-receivers', key: 'slack' },
      },
    ],
    watchdog: { enabled: true, secret: { name: 'alertmanager-receivers', key: 'watchdog' } },
  },
} as const satisfies EnvironmentInput;
