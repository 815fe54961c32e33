import type { DeploymentV1SpecTemplateSpecContainer } from '@cdktf/provider-kubernetes/lib/deployment-v1';

/** Where a process says how it is, on its port `http`. */
export interface ProbePaths {
  /** Answers as long as a restart would not help. */
  readonly liveness: string;
  /** Answers when requests may come. */
  readonly readiness: string;
}

/** Every 5 s, up to 30 times: slow starts (a cold cache, a busy node) are no reason to kill a process. */
const startUp = { periodSeconds: 5, failureThreshold: 30 };

/** How long a process may take from its start until it answers, in seconds; after that it is started anew. */
export const startUpProbeSeconds = startUp.periodSeconds * startUp.failureThreshold;

/**
 * Delays and periods of liveness (30 s, 10 s) and readiness (5 s, 5 s) are the deployment guide's. The start-up probe holds both back, and
 * the time-outs are above Kubernetes' one second: a process that is busy with token streams is not dead.
 */
export function probes({
  liveness,
  readiness,
}: ProbePaths): Required<Pick<DeploymentV1SpecTemplateSpecContainer, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>> {
  const get = (path: string) => ({ path, port: 'http' });
  return {
    startupProbe: { httpGet: get(liveness), ...startUp, timeoutSeconds: 3 },
    livenessProbe: { httpGet: get(liveness), initialDelaySeconds: 30, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 },
    readinessProbe: { httpGet: get(readiness), initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 3 },
  };
}
