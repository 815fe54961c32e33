import { componentLabels } from '../../../constructs/kubernetes';
import { rolloutTimeouts } from '../../../constructs/kubernetes/rollout';
import { at } from '../../support/synthesized';
import { appTier, drain } from './app-tier.fixture';

const tier = appTier();
const deployment = tier.find('kubernetes_deployment_v1', 'backend');
const container = at(deployment, 'spec.template.spec.container.0');

describe('the Deployment', () => {
  test('has no replicas: they are the autoscaler’s', () => {
    expect(deployment.spec).not.toHaveProperty('replicas');
  });

  test('loses no capacity while it rolls', () => {
    expect(at(deployment, 'spec.strategy')).toEqual({ type: 'RollingUpdate', rolling_update: { max_unavailable: '0', max_surge: '1' } });
  });

  test('is waited for', () => {
    expect(deployment.wait_for_rollout).toBe(true);
  });

  test('fails a pod that does not start only after its start-up budget', () => {
    const seconds =
      (at(container, 'startup_probe.period_seconds') as number) * (at(container, 'startup_probe.failure_threshold') as number);
    expect(at(deployment, 'spec.progress_deadline_seconds')).toBeGreaterThanOrEqual(seconds + 300);
  });

  test('keeps few old revisions', () => {
    expect(deployment).toHaveProperty('spec.revision_history_limit', 5);
  });

  test('selects its pods by the stable labels', () => {
    expect(at(deployment, 'spec.selector.match_labels')).toEqual(componentLabels('backend'));
    expect(at(deployment, 'spec.template.metadata.labels')).toEqual(componentLabels('backend'));
  });

  test('has the guide’s image, port and sizes', () => {
    expect(container).toMatchObject({
      image: 'registry.example/openrouter-backend:1.2.3',
      port: [{ name: 'http', container_port: 8080 }],
      resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '500m', memory: '1Gi' } },
    });
  });

  test('spreads over zones where there are several, counting only the new pods', () => {
    const spread = (zones: number) =>
      at(appTier({}, { zones }).find('kubernetes_deployment_v1', 'backend'), 'spec.template.spec.topology_spread_constraint.0');
    expect(spread(2)).toMatchObject({ when_unsatisfiable: 'DoNotSchedule', match_label_keys: ['pod-template-hash'] });
    expect(spread(1)).toMatchObject({ when_unsatisfiable: 'ScheduleAnyway' });
  });

  test('lets streams end', () => {
    expect(deployment).toHaveProperty('spec.template.spec.termination_grace_period_seconds', drain.graceSeconds);
    expect(at(container, 'lifecycle.pre_stop.0.exec.command')).toEqual(['sleep', '20']);
  });
});

describe('Terraform’s patience', () => {
  test('covers the start of every pod, one after the other', () => {
    // 10 pods × (300 s scheduling + 150 s start-up probe) + 120 s
    expect(deployment.timeouts).toMatchObject({ create: '4620s', update: '4620s' });
  });

  test('covers the grace of the last pod when it is deleted', () => {
    expect(deployment.timeouts).toMatchObject({ delete: '780s' });
  });

  test('grows with the pods and the grace', () => {
    expect(rolloutTimeouts(2, { ...drain, graceSeconds: 900 })).toEqual({ create: '1020s', update: '1020s', delete: '1020s' });
  });
});

describe('the load balancer', () => {
  test('is given each Service, and what it makes of it is there before the pods are', () => {
    const attached: Record<string, unknown> = {};
    const behind = appTier({
      attach: (service, front) => {
        attached[service] = front.metadata.nameInput;
        return [{ fqn: `kubernetes_manifest.${service}` }];
      },
    });
    expect(attached).toEqual({ backend: 'backend', admin: 'admin', portal: 'portal' });
    for (const service of Object.keys(attached)) {
      expect(at(behind.find('kubernetes_deployment_v1', service), 'depends_on')).toContain(`kubernetes_manifest.${service}`);
    }
  });
});

describe('around it', () => {
  test('the Service brings port 80 to the pods’ port by name', () => {
    expect(at(tier.find('kubernetes_service_v1', 'backend'), 'spec')).toEqual({
      type: 'ClusterIP',
      selector: componentLabels('backend'),
      port: [{ name: 'http', port: 80, target_port: 'http' }],
    });
  });

  test('the budget lets one pod go at a time', () => {
    expect(at(tier.find('kubernetes_pod_disruption_budget_v1', 'backend'), 'spec')).toEqual({
      selector: { match_labels: componentLabels('backend') },
      max_unavailable: '1',
    });
  });

  test('the account of its own has no token mounted', () => {
    expect(tier.find('kubernetes_service_account_v1', 'backend')).toHaveProperty('automount_service_account_token', false);
    expect(deployment).toHaveProperty('spec.template.spec.service_account_name', 'backend');
  });
});

describe('the autoscaler', () => {
  const autoscaler = at(tier.find('kubernetes_horizontal_pod_autoscaler_v2', 'backend'), 'spec');

  test('keeps the configured range', () => {
    expect(autoscaler).toMatchObject({
      min_replicas: 3,
      max_replicas: 10,
      scale_target_ref: { api_version: 'apps/v1', kind: 'Deployment', name: 'backend' },
    });
  });

  test('watches CPU at 70 %, and nothing that more pods do not lower', () => {
    expect(at(autoscaler, 'metric')).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', average_utilization: 70 } } },
    ]);
  });

  test('takes one pod away per grace, after five quiet minutes', () => {
    expect(at(autoscaler, 'behavior.scale_down')).toEqual([
      { stabilization_window_seconds: 300, select_policy: 'Max', policy: [{ type: 'Pods', value: 1, period_seconds: 660 }] },
    ]);
  });

  test('adds pods at once, at most doubling in a minute', () => {
    expect(at(autoscaler, 'behavior.scale_up')).toMatchObject([
      {
        stabilization_window_seconds: 0,
        policy: [
          { type: 'Percent', value: 100 },
          { type: 'Pods', value: 2 },
        ],
      },
    ]);
  });
});
