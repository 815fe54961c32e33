import { HorizontalPodAutoscalerV2 } from '@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2';
import { Construct } from 'constructs';
import type { DrainLimits, ServiceConfig } from '../../config';
import { componentLabels } from '.';

export interface AutoscalerProps {
  /** Name of the Deployment and of the autoscaler itself. */
  readonly name: string;
  readonly namespace: string;
  readonly replicas: ServiceConfig['replicas'];
  readonly drain: DrainLimits;
}

/**
 * Adds pods when the average is above 70 % of the requested CPU: quickly up, slowly down. Memory is no reason: more pods do not lower what a
 * pod holds at rest, so a service that rests above the mark would stay at its maximum. A pod that is removed takes `graceSeconds` to end its streams, so only one goes at a time. Below its minimum it scales up without any metric.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior
 */
export class Autoscaler extends Construct {
  constructor(scope: Construct, id: string, { name, namespace, replicas, drain }: AutoscalerProps) {
    super(scope, id);
    new HorizontalPodAutoscalerV2(this, 'Resource', {
      metadata: { name, namespace, labels: componentLabels(name) },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: replicas.min,
        maxReplicas: replicas.max,
        metric: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
        behavior: {
          // Twice as many pods per minute, or two more if that is more.
          scaleUp: [
            {
              stabilizationWindowSeconds: 0,
              selectPolicy: 'Max',
              policy: [
                { type: 'Percent', value: 100, periodSeconds: 60 },
                { type: 'Pods', value: 2, periodSeconds: 60 },
              ],
            },
          ],
          scaleDown: [
            {
              stabilizationWindowSeconds: 300,
              selectPolicy: 'Max',
              policy: [{ type: 'Pods', value: 1, periodSeconds: drain.graceSeconds }],
            },
          ],
        },
      },
    });
  }
}
