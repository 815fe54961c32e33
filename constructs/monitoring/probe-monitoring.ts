import type { ServiceName } from '../../config';
import type { Alert, ComponentMonitoring } from '../mixin/component-monitoring';

export interface ProbeMonitoringProps {
  /** Services whose hosts are probed from outside. */
  readonly services: readonly ServiceName[];
}

/** Automatic renewal happens 30 days before expiry: nine days later something is broken, and there is still time to look. */
const RENEWAL_FAILED_DAYS = 21;
const EXPIRES_DAYS = 5;
/** A health check takes a tenth of a second; two seconds exhaust a user's patience. */
const SLOW_SECONDS = 2;

/** The hosts as users reach them, with their certificates. The load balancer's dashboard shows them. */
export function probeMonitoring({ services }: ProbeMonitoringProps): ComponentMonitoring {
  const ours = `{service=~"${services.join('|')}"}`;
  const certificate = (alert: Pick<Alert, 'name' | 'severity' | 'summary'>, days: number): Alert => ({
    ...alert,
    expr: `min by (service, instance) (probe_ssl_earliest_cert_expiry${ours}) - time() < ${days * 86_400}`,
    forSeconds: 3600,
    symptom: 'stale',
    description: 'The certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}.',
  });
  return {
    component: 'probes',
    scrapes: [],
    recordingRules: [],
    alerts: [
      {
        name: 'ProbeFailed',
        expr: `max by (service, instance) (probe_success${ours}) == 0`,
        forSeconds: 120,
        severity: 'critical',
        symptom: 'down',
        summary: 'A public host does not respond correctly.',
        description: '{{ $labels.instance }} ({{ $labels.service }}) has failed its probe for two minutes.',
      },
      {
        name: 'ProbeSlow',
        expr: `min by (service, instance) (avg_over_time(probe_duration_seconds${ours}[10m])) > ${SLOW_SECONDS}`,
        forSeconds: 600,
        severity: 'warning',
        symptom: 'slow',
        summary: 'A public host responds slowly.',
        description: '{{ $labels.instance }} takes {{ $value | humanizeDuration }} to respond to its health check.',
      },
      certificate(
        { name: 'CertificateExpiring', severity: 'warning', summary: 'A certificate was not renewed in time.' },
        RENEWAL_FAILED_DAYS,
      ),
      certificate({ name: 'CertificateExpiresSoon', severity: 'critical', summary: 'A certificate expires within days.' }, EXPIRES_DAYS),
    ],
    dashboard: null,
  };
}
