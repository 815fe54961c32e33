import type { Construct } from 'constructs';
import type { AwsPlacement, KubernetesPlacement, Placement } from '../contracts';

/** A placement as an engine of a cluster needs it. @throws Error elsewhere, which config does not let be written. */
export function inKubernetes(placement: Placement): KubernetesPlacement {
  if (placement.kind !== 'kubernetes') throw new Error(`does not run on ${placement.kind}`);
  return placement;
}

/** A placement as an engine of AWS needs it. @throws Error elsewhere, which config does not let be written. */
export function onAws(placement: Placement): AwsPlacement {
  if (placement.kind !== 'aws') throw new Error(`does not run on ${placement.kind}`);
  return placement;
}

/** One engine of a box: what it is made of. */
export interface Creator<Config, Props, Box> {
  create(scope: Construct, id: string, props: Omit<Props, 'config'> & { readonly config: Config }): Box;
}

/** The constructs of a box by the names of its engines: the compiler asks for one of each. */
export type Creators<Config extends { readonly engine: string }, Props, Box> = {
  readonly [Engine in Config['engine']]: Creator<Extract<Config, { readonly engine: Engine }>, Props, Box>;
};

/** Makes the engine that is configured. @throws Error with its path where it does not run. */
export function createEngine<Config extends { readonly engine: string }, Props extends { readonly config: Config }, Box>(
  engines: Readonly<Record<Config['engine'], Creator<Config, Props, Box>>>,
  scope: Construct,
  id: string,
  props: Props,
): Box {
  const { engine } = props.config;
  try {
    return engines[engine as Config['engine']].create(scope, id, props);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('does not run on')) {
      throw new Error(`${scope.node.path}/${id}: ${engine} ${error.message}`);
    }
    throw error;
  }
}
