import type { EnvironmentInput } from '../environment';
import { originPullAuthority } from './origin-pull-authority';

/** The same as production, small: one NAT gateway, a database that shrinks with the load, and nothing that a teardown has to wait for. */
export const staging = {
  name: 'staging',
  target: 'aws',
  sizing: 'minimum',
  deletionProtection: false,
  aws: {
    accountId: '000000000001', // of nobody: Terraform refuses to run until it is yours
    region: 'eu-central-1',
    budget: { enabled: true, monthlyUsd: 1500, emails: ['infrastructure@openrouter.ai'] },
  },
  automation: {
    runner: 'staging-vpc',
    planRole: 'arn:aws:iam::000000000001:role/massrouter-plan',
    applyRole: 'arn:aws:iam::000000000001:role/massrouter-apply',
  },
  state: { backend: 's3', bucket: 'massrouter-state-000000000001-eu-central-1', region: 'eu-central-1' },
  network: {
    vpc: { mode: 'create', cidr: '10.10.0.0/16', zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'], nat: 'single' },
  },
  cluster: {
    mode: 'create',
    runsIn: { place: 'vpc', cidrs: ['10.10.0.0/17'] },
  },
  domain: 'openrouter-staging.ai',
  services: {
    backend: { image: '000000000001.dkr.ecr.eu-central-1.amazonaws.com/openrouter-backend:1.0.0' },
    admin: { image: '000000000001.dkr.ecr.eu-central-1.amazonaws.com/openrouter-admin:1.0.0' },
    portal: { image: '000000000001.dkr.ecr.eu-central-1.amazonaws.com/openrouter-portal:1.0.0' },
  },
  postgres: { engine: 'aurora', capacity: { type: 'serverless' } },
  redis: { engine: 'elasticache' },
  objectStorage: { engine: 's3' },
  loadBalancer: { engine: 'alb', originPullCa: originPullAuthority },
  cdn: {
    engine: 'cloudflare',
    plan: 'pro',
    zone: 'openrouter-staging.ai',
    zoneId: '00000000000000000000000000000001',
    authenticatedOriginPulls: { enabled: true, certificateAuthority: originPullAuthority },
    adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.0/24'] } },
  },
  monitoring: {
    receivers: [
      {
        type: 'slack',
        name: 'infrastructure',
        severities: ['critical', 'warning'],
        secret: { name: 'alertmanager-receivers', key: 'slack' },
      },
    ],
    watchdog: { enabled: false, reason: 'staging may be silent overnight' },
  },
} as const satisfies EnvironmentInput;
