import { stringify } from 'yaml';
import type { Severity } from '../../mixin/component-monitoring';

/** A receiver, and the path of the file that holds its secret: never the value. */
export type Receiver = {
  readonly name: string;
  readonly severities: readonly Extract<Severity, 'critical' | 'warning'>[];
} & (
  | { readonly type: 'slack' | 'pagerduty' | 'webhook'; readonly secretFile: string }
  | {
      readonly type: 'email';
      readonly to: string;
      readonly from: string;
      readonly host: string;
      readonly username: string;
      readonly secretFile: string;
    }
);

/** While a source fires, its targets are not sent if all labels in `equal` match; a missing label equals an empty one. */
export interface Inhibition {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly equal: readonly string[];
}

export interface AlertmanagerYmlOptions {
  readonly receivers: readonly Receiver[];
  /** Path of the file with the URL of the outside heartbeat check; null: none. */
  readonly watchdogFile: string | null;
  readonly inhibitions: readonly Inhibition[];
}

/** Name of the alert that always fires. */
export const WATCHDOG = 'Watchdog';

/** Receives alerts that nobody is notified of: `info`, and all of them where there are no receivers. */
const NOBODY = 'nobody';
const WATCHDOG_RECEIVER = 'watchdog';

/** Interval at which an alert that still fires is sent again. */
const REPEAT = { critical: '4h', warning: '24h' } as const;

/** The port of mail submission. https://www.rfc-editor.org/rfc/rfc6409 */
const SUBMISSION_PORT = 587;

/**
 * alertmanager.yml. Every severity of every receiver is a route of its own, and all routes are tried: a person listed twice is notified
 * twice. https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerYml({ receivers, watchdogFile, inhibitions }: AlertmanagerYmlOptions): string {
  const configuration = {
    route: {
      receiver: NOBODY,
      group_by: ['alertname', 'area', 'component'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: REPEAT.critical,
      routes: [
        {
          matchers: [`alertname="${WATCHDOG}"`],
          receiver: watchdogFile === null ? NOBODY : WATCHDOG_RECEIVER,
          // Repeated at every evaluation: the heartbeat check counts the minutes.
          group_wait: '0s',
          group_interval: '1m',
          repeat_interval: '50s',
        },
        ...receivers.flatMap(({ name, severities }) =>
          severities.map((severity) => ({
            matchers: [`severity="${severity}"`],
            receiver: name,
            repeat_interval: REPEAT[severity],
            continue: true,
          })),
        ),
      ],
    },
    inhibit_rules: inhibitions.map(({ sources, targets, equal }) => ({
      source_matchers: [...sources],
      target_matchers: [...targets],
      ...(equal.length === 0 ? {} : { equal: [...equal] }),
    })),
    receivers: [
      { name: NOBODY },
      ...(watchdogFile === null
        ? []
        : [{ name: WATCHDOG_RECEIVER, webhook_configs: [{ url_file: watchdogFile, send_resolved: false, max_alerts: 1 }] }]),
      ...receivers.map(receiverBlock),
    ],
  };
  return stringify(configuration, { aliasDuplicateObjects: false, lineWidth: 0 });
}

const TITLE = '{{ .Status | toUpper }}: {{ .CommonLabels.alertname }} ({{ .CommonLabels.severity }})';
const EACH = '{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\n{{ .Annotations.runbook_url }}\n{{ end }}';

function receiverBlock(receiver: Receiver) {
  const { name } = receiver;
  switch (receiver.type) {
    case 'slack':
      return { name, slack_configs: [{ api_url_file: receiver.secretFile, send_resolved: true, title: TITLE, text: EACH }] };
    case 'pagerduty':
      return {
        name,
        pagerduty_configs: [
          {
            routing_key_file: receiver.secretFile,
            send_resolved: true,
            severity: '{{ .CommonLabels.severity }}',
            description: TITLE,
            details: { alerts: EACH },
          },
        ],
      };
    case 'webhook':
      return { name, webhook_configs: [{ url_file: receiver.secretFile, send_resolved: true }] };
    case 'email':
      return {
        name,
        email_configs: [
          {
            to: receiver.to,
            from: receiver.from,
            smarthost: `${receiver.host}:${SUBMISSION_PORT}`,
            auth_username: receiver.username,
            auth_password_file: receiver.secretFile,
            require_tls: true,
            send_resolved: true,
            headers: { Subject: TITLE },
          },
        ],
      };
  }
}
