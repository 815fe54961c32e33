import type { DeploymentV1SpecTemplateSpecContainer } from '@cdktf/provider-kubernetes/lib/deployment-v1';

/** How a process is asked: a path on its port `http`, a path on another port, or a command that ends with 0. */
export type ProbeCheck =
  string | { readonly path: string; readonly port: string; readonly scheme?: 'HTTP' | 'HTTPS' } | { readonly command: readonly string[] };

/** What a process is asked. */
export interface ProbePaths {
  /** Succeeds as long as a restart would not help. Also asked at start-up. */
  readonly liveness: ProbeCheck;
  /** Succeeds when requests may come. */
  readonly readiness: ProbeCheck;
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
  return {
    startupProbe: { ...action(liveness), ...startUp, timeoutSeconds: 3 },
    livenessProbe: { ...action(liveness), initialDelaySeconds: 30, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 },
    readinessProbe: { ...action(readiness), initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 3 },
  };
}

function action(check: ProbeCheck) {
  if (typeof check === 'string') return { httpGet: { path: check, port: 'http' } };
  return 'command' in check ? { exec: { command: [...check.command] } } : { httpGet: { ...check } };
}
