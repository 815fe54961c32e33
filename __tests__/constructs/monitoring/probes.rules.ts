import type { AlertTests } from '../../support/monitoring/rule-test';

const host = 'service="backend",instance="https://api.openrouter.ai/health"';
const labels = { service: 'backend', instance: 'https://api.openrouter.ai/health' };
const expiry = `probe_ssl_earliest_cert_expiry{${host}}`;
const days = (count: number) => `${count * 86_400}x200`;

export const probeTests: AlertTests = {
  ProbeFailed: {
    fires: {
      series: { [`probe_success{${host}}`]: '1x5 0x10' },
      atMinutes: 10,
      alerts: [{ labels, description: 'https://api.openrouter.ai/health (backend) has failed its probe for two minutes.' }],
    },
    silent: {
      because: 'one probe failed, and the other host is not one of users',
      series: { [`probe_success{${host}}`]: '1x5 0 1x10', 'probe_success{service="object-storage",instance="https://s3.example"}': '0x20' },
      atMinutes: 10,
    },
  },
  ProbeSlow: {
    fires: {
      series: { [`probe_duration_seconds{${host}}`]: '3x40' },
      atMinutes: 30,
      alerts: [{ labels, description: 'https://api.openrouter.ai/health takes 3s to respond to its health check.' }],
    },
    silent: {
      because: 'one answer of ten seconds is not slowness',
      series: { [`probe_duration_seconds{${host}}`]: '0.1x20 10 0.1x20' },
      atMinutes: 25,
    },
    alsoSilent: [{ because: 'one second is not two', series: { [`probe_duration_seconds{${host}}`]: '1x40' }, atMinutes: 30 }],
  },
  CertificateExpiring: {
    fires: {
      series: { [expiry]: days(20) },
      atMinutes: 120,
      alerts: [{ labels, description: 'The certificate of https://api.openrouter.ai/health expires in 19d 22h 0m 0s.' }],
    },
    silent: { because: 'it is renewed 30 days before', series: { [expiry]: days(29) }, atMinutes: 120 },
  },
  CertificateExpiresSoon: {
    fires: {
      series: { [expiry]: days(3) },
      atMinutes: 120,
      alerts: [{ labels, description: 'The certificate of https://api.openrouter.ai/health expires in 2d 22h 0m 0s.' }],
    },
    silent: { because: 'ten days are for the working day', series: { [expiry]: days(10) }, atMinutes: 120 },
  },
};
