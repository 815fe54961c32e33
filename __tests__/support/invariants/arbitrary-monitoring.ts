/** Monitoring as people could write it. */
import fc from 'fast-check';
import { disabled, host, label, some } from './arbitrary-fields';

const secret = fc.record({ name: label, key: fc.constantFrom('url', 'slack') });
const severities = fc.constantFrom(['critical'], ['critical', 'warning']);

const receiver = (name: string) =>
  fc.oneof(
    fc.record({ type: fc.constantFrom('slack', 'pagerduty', 'webhook'), name: fc.constant(name), severities, secret }),
    fc.record({
      ...{ type: fc.constant('email'), name: fc.constant(name), severities, secret, host },
      ...{ to: fc.constant('people@example.com'), from: fc.constant('alerts@example.com'), username: label },
    }),
  );

export const monitoring = some(
  {
    prometheus: some({ storageGiB: fc.integer({ min: 5, max: 200 }), retentionDays: fc.integer({ min: 3, max: 100 }) }),
    receivers: fc.oneof(
      disabled,
      receiver('one').map((one) => [one]),
      fc.tuple(receiver('one'), receiver('two')).map((both) => [...both]),
    ),
    watchdog: fc.oneof(disabled, fc.record({ enabled: fc.constant(true), secret })),
    probes: fc.oneof(disabled, fc.constant({ enabled: true })),
    kubeletCertificates: fc.oneof(disabled, fc.constant({ enabled: true })),
    grafana: fc.oneof(fc.constant({}), fc.record({ host, from: fc.constant({ namespace: 'vpn', podLabels: { app: 'proxy' } }) })),
  },
  ['receivers', 'watchdog'],
);
