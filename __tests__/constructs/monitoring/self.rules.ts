import type { AlertTests } from '../../support/monitoring/rule-test';
import { volumeTests } from '../../support/monitoring/volume-tests';

const prometheus = 'component="prometheus",pod="prometheus-0"';
const labels = { component: 'prometheus', pod: 'prometheus-0' };
const alertmanager = 'component="alertmanager",pod="alertmanager-0"';

const overLimit = (body: string, samples: string, labelLimits: string) => ({
  [`prometheus_target_scrapes_exceeded_body_size_limit_total{${prometheus}}`]: body,
  [`prometheus_target_scrapes_exceeded_sample_limit_total{${prometheus}}`]: samples,
  [`prometheus_target_scrape_pool_exceeded_label_limits_total{${prometheus}}`]: labelLimits,
});

export const selfTests: AlertTests = {
  Watchdog: {
    fires: { series: { up: '1x5' }, atMinutes: 1, alerts: [{ labels: {}, description: 'The sign of life has the value 1.' }] },
    silent: { never: 'its silence is what something outside waits for' },
  },
  TargetDown: {
    fires: {
      series: { 'up{component="redis",instance="10.0.0.1:6379"}': '1x5 0x20', 'up{component="redis",instance="10.0.0.2:6379"}': '1x30' },
      atMinutes: 20,
      alerts: [
        {
          labels: { component: 'redis', instance: '10.0.0.1:6379' },
          description: 'redis at 10.0.0.1:6379 does not expose its metrics (up: 0).',
        },
      ],
    },
    silent: { because: 'a pod that restarts', series: { 'up{component="redis",instance="10.0.0.1:6379"}': '1x5 0x5 1x20' }, atMinutes: 20 },
  },
  TargetMissing: {
    fires: {
      series: { 'up{component="prometheus"}': '1x30' },
      atMinutes: 20,
      alerts: [{ labels: { component: 'kube-state-metrics' }, description: 'There is no target for kube-state-metrics.' }],
    },
    silent: {
      because: 'one that is down is there, and another alert’s',
      series: { 'up{component="prometheus"}': '1x30', 'up{component="kube-state-metrics"}': '0x30' },
      atMinutes: 20,
    },
  },
  PrometheusConfigReloadFailed: {
    fires: {
      series: { [`prometheus_config_last_reload_successful{${prometheus}}`]: '1x5 0x20' },
      atMinutes: 20,
      alerts: [{ labels, description: 'prometheus-0 could not read its configuration (value 0).' }],
    },
    silent: {
      because: 'the next one went well',
      series: { [`prometheus_config_last_reload_successful{${prometheus}}`]: '1x5 0x2 1x20' },
      atMinutes: 20,
    },
  },
  PrometheusRuleFailures: {
    fires: {
      series: { [`prometheus_rule_evaluation_failures_total{${prometheus},rule_group="a"}`]: '0+1x30' },
      atMinutes: 20,
      alerts: [{ labels, description: 'prometheus-0: 5 rule evaluations failed in five minutes.' }],
    },
    silent: {
      because: 'it failed once',
      series: { [`prometheus_rule_evaluation_failures_total{${prometheus},rule_group="a"}`]: '0x5 1x30' },
      atMinutes: 20,
    },
  },
  PrometheusRulesLate: {
    fires: {
      series: { [`prometheus_rule_group_iterations_missed_total{${prometheus},rule_group="a"}`]: '0+2x30' },
      atMinutes: 25,
      alerts: [{ labels, description: 'prometheus-0 skipped 10 evaluations in five minutes.' }],
    },
    silent: {
      because: 'it was paused once',
      series: { [`prometheus_rule_group_iterations_missed_total{${prometheus},rule_group="a"}`]: '0x5 4x30' },
      atMinutes: 25,
    },
  },
  TargetOverLimit: {
    fires: {
      series: overLimit('0x40', '0x5 0+1x30', '0+1x40'),
      atMinutes: 20,
      alerts: [{ labels, description: 'prometheus-0 dropped 20 scrapes in ten minutes because they exceeded a limit.' }],
    },
    silent: {
      because: 'that was an hour ago',
      series: overLimit('3x80', '0x5 3x80', '0x80'),
      atMinutes: 70,
    },
  },
  PrometheusNotIngesting: {
    fires: {
      series: { [`prometheus_tsdb_head_samples_appended_total{${prometheus},type="float"}`]: '0+1000x5 5000x30' },
      atMinutes: 30,
      alerts: [{ labels, description: 'prometheus-0 records 0 samples per second.' }],
    },
    silent: {
      because: 'only histograms of the new kind are missing',
      series: {
        [`prometheus_tsdb_head_samples_appended_total{${prometheus},type="float"}`]: '0+1000x30',
        [`prometheus_tsdb_head_samples_appended_total{${prometheus},type="histogram"}`]: '0x30',
      },
      atMinutes: 30,
    },
  },
  PrometheusStorageFails: {
    fires: {
      series: {
        [`prometheus_tsdb_compactions_failed_total{${prometheus}}`]: '0x5 2x30',
        [`prometheus_tsdb_wal_corruptions_total{${prometheus}}`]: '0x40',
      },
      atMinutes: 20,
      alerts: [{ labels, description: 'prometheus-0: 2 compactions failed or log corruptions occurred in three hours.' }],
    },
    silent: {
      because: 'that was before it was started anew',
      series: {
        [`prometheus_tsdb_compactions_failed_total{${prometheus}}`]: '2x40',
        [`prometheus_tsdb_wal_corruptions_total{${prometheus}}`]: '0x40',
      },
      atMinutes: 20,
    },
  },
  PrometheusWithoutAlertmanager: {
    fires: {
      series: { [`prometheus_notifications_alertmanagers_discovered{${prometheus}}`]: '3x5 0x20' },
      atMinutes: 20,
      alerts: [{ labels, description: 'prometheus-0 has discovered 0 Alertmanagers.' }],
    },
    silent: {
      because: 'one is left',
      series: { [`prometheus_notifications_alertmanagers_discovered{${prometheus}}`]: '3x5 1x20' },
      atMinutes: 20,
    },
  },
  PrometheusNotificationsFail: {
    fires: {
      series: {
        [`prometheus_notifications_errors_total{${prometheus},alertmanager="a"}`]: '0+1x40',
        [`prometheus_notifications_sent_total{${prometheus},alertmanager="a"}`]: '0+10x40',
      },
      atMinutes: 30,
      alerts: [{ labels, description: 'prometheus-0: 10% of the alerts could not be sent.' }],
    },
    silent: {
      because: 'one member restarted',
      series: {
        [`prometheus_notifications_errors_total{${prometheus},alertmanager="a"}`]: '0x5 3x40',
        [`prometheus_notifications_sent_total{${prometheus},alertmanager="a"}`]: '0+10x40',
      },
      atMinutes: 30,
    },
    alsoSilent: [
      {
        because: 'one in 500',
        series: {
          [`prometheus_notifications_errors_total{${prometheus},alertmanager="a"}`]: '0+1x40',
          [`prometheus_notifications_sent_total{${prometheus},alertmanager="a"}`]: '0+500x40',
        },
        atMinutes: 30,
      },
    ],
  },
  PrometheusRemoteWriteBehind: {
    fires: {
      series: {
        [`prometheus_remote_storage_queue_highest_timestamp_seconds{${prometheus},remote_name="copy",url="u"}`]: '0+60x40',
        [`prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${prometheus},remote_name="copy",url="u"}`]: '0x40',
      },
      atMinutes: 30,
      alerts: [{ labels: { ...labels, remote_name: 'copy' }, description: 'prometheus-0 is 30m 0s behind in sending to copy.' }],
    },
    silent: {
      because: 'a minute is a batch',
      series: {
        [`prometheus_remote_storage_queue_highest_timestamp_seconds{${prometheus},remote_name="copy",url="u"}`]: '60+60x40',
        [`prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${prometheus},remote_name="copy",url="u"}`]: '0+60x40',
      },
      atMinutes: 30,
    },
  },
  AlertmanagerConfigReloadFailed: {
    fires: {
      series: { [`alertmanager_config_last_reload_successful{${alertmanager}}`]: '1x5 0x20' },
      atMinutes: 20,
      alerts: [
        {
          labels: { component: 'alertmanager', pod: 'alertmanager-0' },
          description: 'alertmanager-0 could not read its configuration (value 0).',
        },
      ],
    },
    silent: {
      because: 'the next one went well',
      series: { [`alertmanager_config_last_reload_successful{${alertmanager}}`]: '1x5 0x2 1x20' },
      atMinutes: 20,
    },
  },
  AlertmanagerNotificationsFail: {
    fires: {
      series: {
        [`alertmanager_notifications_failed_total{${alertmanager},integration="slack",reason="clientError"}`]: '0+1x30',
        [`alertmanager_notifications_total{${alertmanager},integration="slack"}`]: '0+2x30',
      },
      atMinutes: 20,
      alerts: [
        {
          labels: { component: 'alertmanager', pod: 'alertmanager-0', integration: 'slack' },
          description: 'alertmanager-0 fails to send 50% of the notifications through slack.',
        },
      ],
    },
    silent: {
      because: 'what is not used cannot fail',
      series: {
        [`alertmanager_notifications_failed_total{${alertmanager},integration="email",reason="other"}`]: '0x30',
        [`alertmanager_notifications_total{${alertmanager},integration="email"}`]: '0x30',
      },
      atMinutes: 20,
    },
    alsoSilent: [
      {
        because: 'one in 500',
        series: {
          [`alertmanager_notifications_failed_total{${alertmanager},integration="slack",reason="other"}`]: '0+1x30',
          [`alertmanager_notifications_total{${alertmanager},integration="slack"}`]: '0+500x30',
        },
        atMinutes: 20,
      },
    ],
  },
  AlertmanagerClusterOutOfSync: {
    fires: {
      series: {
        [`alertmanager_cluster_members{${alertmanager}}`]: '1x30',
        'up{component="alertmanager",pod="alertmanager-0"}': '1x30',
        'up{component="alertmanager",pod="alertmanager-1"}': '1x30',
      },
      atMinutes: 25,
      alerts: [{ labels: { component: 'alertmanager', pod: 'alertmanager-0' }, description: 'alertmanager-0 sees 1 members.' }],
    },
    silent: {
      because: 'there is only one',
      series: { [`alertmanager_cluster_members{${alertmanager}}`]: '1x30', 'up{component="alertmanager",pod="alertmanager-0"}': '1x30' },
      atMinutes: 25,
    },
  },
  ...volumeTests('Prometheus', 'data-prometheus-0'),
};
