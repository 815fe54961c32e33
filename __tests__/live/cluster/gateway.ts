/** `local` with the tests' gateway in the place of the application, and changes of it. */
import { loadEnvironments } from '../../../config';
import { environments } from '../../../config/environments';
import { applyState } from '../../support/cluster/apply-environment';
import type { Cluster } from '../../support/cluster/cluster';
import { gatewayReference } from '../../support/cluster/images/gateway';
import { synthesizeEnvironment, type SynthesizedStack } from '../../support/environments';

export interface Change {
  /** Of the gateway's image. */
  readonly release?: 1 | 2;
  /** Variables of the gateway. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Of the generated secrets. */
  readonly revision?: number;
}

export function stacksWith({ release = 1, settings = {}, revision }: Change): readonly SynthesizedStack[] {
  const { local } = environments;
  const input = {
    ...local,
    services: { backend: { image: gatewayReference(release), settings } },
    ...(revision !== undefined && { secrets: { revision } }),
  };
  return loadEnvironments(['local'], { local: input }).flatMap(synthesizeEnvironment);
}

/** Applies the states of these names, or all, as one deployment. */
export async function deploy(cluster: Cluster, change: Change, ...states: readonly string[]): Promise<void> {
  for (const stack of stacksWith(change))
    if (states.length === 0 || states.some((state) => stack.name.endsWith(`-${state}`))) await applyState(cluster, stack);
}
