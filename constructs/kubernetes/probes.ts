import type { DeploymentV1SpecTemplateSpecContainer } from '@cdktf/provider-kubernetes/lib/deployment-v1';

/** How a probe asks: a path on the port `http`, a path on another port, or a command that exits with 0. */
export type ProbeCheck =
  string | { readonly path: string; readonly port: string; readonly scheme?: 'HTTP' | 'HTTPS' } | { readonly command: readonly string[] };

/** Times of one probe. */
interface ProbePeriods {
  /** Seconds from the end of the start-up probe to the first check. */
  readonly delaySeconds: number;
  /** Seconds between two checks. */
  readonly periodSeconds: number;
  /** Seconds that an answer may take. */
  readonly timeoutSeconds: number;
  /** Consecutive failures that count. */
  readonly failures: number;
}

/** Times of a process's probes. */
export interface ProbeTimes {
  /** Seconds from the start of the process to its first answer; a process that takes longer is restarted. */
  readonly startUpSeconds: number;
  readonly liveness: ProbePeriods;
  readonly readiness: ProbePeriods;
}

/** The probes of a process. */
export interface ProbePaths {
  /** Fails only when a restart would help. Also used as the start-up probe. */
  readonly liveness: ProbeCheck;
  /** Succeeds when the process can take requests. */
  readonly readiness: ProbeCheck;
  /** Default: `probeTimes`. */
  readonly times?: ProbeTimes;
}

/**
 * Delays and periods of liveness (30 s, 10 s) and readiness (5 s, 5 s) are the deployment guide's. The timeouts are above Kubernetes' one
 * second: a process busy with token streams is not dead. 150 s to start: a cold cache or a busy node is no reason to kill a process.
 */
export const probeTimes: ProbeTimes = {
  startUpSeconds: 150,
  liveness: { delaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failures: 3 },
  readiness: { delaySeconds: 5, periodSeconds: 5, timeoutSeconds: 3, failures: 3 },
};

/** Seconds between two checks while a process starts. */
const START_UP_PERIOD_SECONDS = 5;

/** The start-up probe holds off the other two. */
export function probes({
  liveness,
  readiness,
  times = probeTimes,
}: ProbePaths): Required<Pick<DeploymentV1SpecTemplateSpecContainer, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>> {
  const periods = ({ delaySeconds, periodSeconds, failures, timeoutSeconds }: ProbePeriods) => ({
    initialDelaySeconds: delaySeconds,
    periodSeconds,
    failureThreshold: failures,
    timeoutSeconds,
  });
  return {
    startupProbe: {
      ...action(liveness),
      periodSeconds: START_UP_PERIOD_SECONDS,
      failureThreshold: Math.ceil(times.startUpSeconds / START_UP_PERIOD_SECONDS),
      timeoutSeconds: 3,
    },
    livenessProbe: { ...action(liveness), ...periods(times.liveness) },
    readinessProbe: { ...action(readiness), ...periods(times.readiness) },
  };
}

function action(check: ProbeCheck) {
  if (typeof check === 'string') return { httpGet: { path: check, port: 'http' } };
  return 'command' in check ? { exec: { command: [...check.command] } } : { httpGet: { ...check } };
}
