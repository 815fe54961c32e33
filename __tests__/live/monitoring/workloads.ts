/** Objects that kube-state-metrics tells of; kwok plays their pods, which are nobody's component. */
import type { ControlPlane } from '../../support/control-plane';
import { toYaml } from '../../../scripts/manifests/to-yaml';
import { NAMESPACE } from '../postgres/cluster';

const template = (app: string) => ({
  metadata: { labels: { app } },
  spec: {
    containers: [
      { name: app, image: 'none.example/none:1', resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } } },
    ],
  },
});

const named = (kind: string, apiVersion: string, name: string, spec: object) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE },
  spec,
});

const selector = (app: string) => ({ selector: { matchLabels: { app } } });
const deployment = (app: string) => named('Deployment', 'apps/v1', app, { replicas: 1, ...selector(app), template: template(app) });

export async function makeWorkloads({ apply }: Pick<ControlPlane, 'apply'>): Promise<void> {
  await apply(
    toYaml([
      deployment('backend'),
      deployment('load-balancer'),
      named('StatefulSet', 'apps/v1', 'stateful', {
        serviceName: 'stateful',
        replicas: 1,
        ...selector('stateful'),
        template: template('stateful'),
      }),
      named('PodDisruptionBudget', 'policy/v1', 'backend', { ...selector('backend'), maxUnavailable: 1 }),
      named('HorizontalPodAutoscaler', 'autoscaling/v2', 'backend', {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'backend' },
        minReplicas: 1,
        maxReplicas: 2,
        metrics: [{ type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } } }],
      }),
      named('ResourceQuota', 'v1', 'quota', { hard: { pods: '200' } }),
      named('Job', 'batch/v1', 'backup-now', {
        template: { ...template('backup'), spec: { ...template('backup').spec, restartPolicy: 'Never' } },
      }),
    ]),
  );
}
