import { Construct } from 'constructs';
import type { AwsPlacement, KubernetesPlacement, Placement } from '../contracts';
import { constructId } from './construct-id';
import { KeptValue } from './kept-value';

/** A placement in a cluster, as an engine there needs it. @throws Error elsewhere, which config rejects first. */
export function inKubernetes(placement: Placement): KubernetesPlacement {
  if (placement.kind !== 'kubernetes') throw new Error(`does not run on ${placement.kind}`);
  return placement;
}

/** A placement on AWS, as an engine there needs it. @throws Error elsewhere, which config rejects first. */
export function onAws(placement: Placement): AwsPlacement {
  if (placement.kind !== 'aws') throw new Error(`does not run on ${placement.kind}`);
  return placement;
}

/** One engine of a box: its construct and its configuration. */
export interface Creator<Config, Props, Box> {
  create(scope: Construct, id: string, props: Omit<Props, 'config'> & { readonly config: Config }): Box;
}

/** Constructs of a box by engine name: the compiler requires one for each. */
export type Creators<Config extends { readonly engine: string }, Props, Box> = {
  readonly [Engine in Config['engine']]: Creator<Extract<Config, { readonly engine: Engine }>, Props, Box>;
};

/** Creates the configured engine. @throws Error with its path where it does not run. */
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

/**
 * Keeps the engines of boxes that hold data, by the names of their fields, where the environment is protected. Another engine would take the
 * old one's resources out of the configuration, and `prevent_destroy` with them.
 */
export class KeptEngines extends Construct {
  constructor(scope: Construct, id: string, boxes: Readonly<Record<string, { readonly engine: string }>>, kept: boolean) {
    super(scope, id);
    for (const [field, { engine }] of Object.entries(boxes)) {
      const because = 'the data of the old one would be destroyed, or left behind where you bring it';
      new KeptValue(this, constructId(field), { kept, field: `${field}.engine`, value: engine, because });
    }
  }
}
