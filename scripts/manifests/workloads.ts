/** Kinds that run pods; a part of the table in kinds.ts. */
import { as, boolean, each, list, number, numberOrText, numbers, object, otherwise, own, text } from './fields';
import { inNamespace, kind, type Kinds } from './kind';
import { claimSpec, labelSelector, namespacedTemplateMetadata, podTemplate, templateMetadata } from './pod';

const jobSpec = object({
  ...each(number, 'parallelism'),
  completions: otherwise(1, number), // the provider's default; without it, every pod's success completes the Job where `parallelism` is set
  completion_mode: text,
  ...each(
    number,
    'backoff_limit',
    'backoff_limit_per_index',
    'max_failed_indexes',
    'active_deadline_seconds',
    'ttl_seconds_after_finished',
  ),
  pod_failure_policy: object({
    rule: as(
      'rules',
      list({
        action: text,
        on_exit_codes: object({ container_name: text, operator: text, values: numbers }),
        on_pod_condition: as('onPodConditions', list(each(text, 'type', 'status'))),
      }),
    ),
  }),
  manual_selector: boolean,
  selector: object(labelSelector),
  template: podTemplate(templateMetadata),
});

const metricTarget = object({ ...each(text, 'type'), average_utilization: number, ...each(text, 'average_value', 'value') });
const metricName = object({ name: text, selector: object(labelSelector) });
const scaling = object({
  stabilization_window_seconds: number,
  select_policy: text,
  policy: as('policies', list({ type: text, ...each(number, 'value', 'period_seconds') })),
});

const rollingUpdate = object({ type: text, rolling_update: object(each(numberOrText, 'max_unavailable', 'max_surge')) });

export const workloadKinds: Kinds = {
  kubernetes_deployment_v1: kind('apps/v1', 'Deployment', {
    metadata: inNamespace,
    spec: object({
      ...each(number, 'replicas', 'revision_history_limit', 'progress_deadline_seconds', 'min_ready_seconds'),
      paused: boolean,
      strategy: rollingUpdate,
      selector: object(labelSelector),
      template: podTemplate(namespacedTemplateMetadata),
    }),
    wait_for_rollout: own,
  }),
  kubernetes_stateful_set_v1: kind('apps/v1', 'StatefulSet', {
    metadata: inNamespace,
    spec: object({
      service_name: text,
      ...each(number, 'replicas', 'revision_history_limit', 'min_ready_seconds'),
      pod_management_policy: text,
      update_strategy: object({ type: text, rolling_update: object({ partition: number }) }),
      persistent_volume_claim_retention_policy: object(each(text, 'when_deleted', 'when_scaled')),
      selector: object(labelSelector),
      template: podTemplate(namespacedTemplateMetadata),
      volume_claim_template: as('volumeClaimTemplates', list({ metadata: object(namespacedTemplateMetadata), spec: object(claimSpec) })),
    }),
    wait_for_rollout: own,
  }),
  kubernetes_daemon_set_v1: kind('apps/v1', 'DaemonSet', {
    metadata: inNamespace,
    spec: object({
      ...each(number, 'revision_history_limit', 'min_ready_seconds'),
      strategy: as('updateStrategy', rollingUpdate),
      selector: object(labelSelector),
      template: podTemplate(namespacedTemplateMetadata),
    }),
    wait_for_rollout: own,
  }),
  kubernetes_job_v1: kind('batch/v1', 'Job', { metadata: inNamespace, spec: jobSpec, wait_for_completion: own }),
  kubernetes_cron_job_v1: kind('batch/v1', 'CronJob', {
    metadata: inNamespace,
    spec: object({
      schedule: text,
      timezone: as('timeZone', text),
      concurrency_policy: text,
      suspend: boolean,
      ...each(number, 'starting_deadline_seconds', 'successful_jobs_history_limit', 'failed_jobs_history_limit'),
      job_template: object({ metadata: object(namespacedTemplateMetadata), spec: jobSpec }),
    }),
  }),
  kubernetes_pod_disruption_budget_v1: kind('policy/v1', 'PodDisruptionBudget', {
    metadata: inNamespace,
    spec: object({ ...each(numberOrText, 'min_available', 'max_unavailable'), selector: object(labelSelector) }),
  }),
  kubernetes_horizontal_pod_autoscaler_v2: kind('autoscaling/v2', 'HorizontalPodAutoscaler', {
    metadata: inNamespace,
    spec: object({
      scale_target_ref: object(each(text, 'api_version', 'kind', 'name')),
      ...each(number, 'min_replicas', 'max_replicas'),
      metric: as(
        'metrics',
        list({
          type: text,
          resource: object({ name: text, target: metricTarget }),
          container_resource: object({ ...each(text, 'container', 'name'), target: metricTarget }),
          pods: object({ metric: metricName, target: metricTarget }),
          object: object({
            described_object: object(each(text, 'api_version', 'kind', 'name')),
            metric: metricName,
            target: metricTarget,
          }),
          external: object({ metric: metricName, target: metricTarget }),
        }),
      ),
      behavior: object(each(scaling, 'scale_up', 'scale_down')),
    }),
  }),
};
