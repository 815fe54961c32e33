import { probeModules } from './exporters/blackbox-yml';
import type { StaticTargets } from './prometheus/scrape-configs';

/** An address that is probed as a user would. */
export interface Probe {
  /** Service it belongs to: the label `service`. */
  readonly service: string;
  readonly url: string;
  /** Probe module, which decides what counts as an answer. */
  readonly expects: keyof typeof probeModules;
}

/** One job per probe module. The label `job` is `blackbox` for all of them. */
export const probeTargets = (probes: readonly Probe[]): readonly StaticTargets[] =>
  (Object.keys(probeModules) as (keyof typeof probeModules)[])
    .map((expects) => ({ expects, asked: probes.filter((probe) => probe.expects === expects) }))
    .filter(({ asked }) => asked.length > 0)
    .map(({ expects, asked }) => ({
      job: `blackbox-${expects}`,
      component: 'blackbox-exporter',
      targets: asked.map(({ service, url }) => ({ target: url, labels: { service, job: 'blackbox' } })),
      parameters: { module: [probeModules[expects]] },
    }));
