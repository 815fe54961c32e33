import { Construct } from 'constructs';
import { componentOf, networkZones, type Components, type NetworkConfig, type Surroundings } from '../../config';
import { constructId } from '../terraform/construct-id';
import { KeptValue } from '../terraform/kept-value';

export interface KeptValuesProps {
  readonly config: NetworkConfig;
  readonly components: Components;
  readonly surroundings: Pick<Surroundings, 'deletionProtection'>;
}

/** Stores that stand behind a security group of their own. */
const stores = ['postgres', 'redis'] as const;

/**
 * What later states change at different times, so that the service would be cut off in between: a protected environment keeps it. It is
 * refused here, in the first state, before `cluster` changes a rule that `data` does not follow.
 */
export class KeptValues extends Construct {
  constructor(scope: Construct, id: string, { config, components, surroundings: { deletionProtection: kept } }: KeptValuesProps) {
    super(scope, id);
    for (const store of stores) {
      const { ports, runsAs } = componentOf(components, store);
      const [number] = ports[store] ?? [];
      if (number === undefined || !('securityGroup' in runsAs)) continue;
      new KeptValue(this, `${constructId(store)}Port`, {
        ...{ kept, field: `${store}.port`, value: String(number.port) },
        because: 'security groups and pods would take the new port before the store does, and no service could reach it',
      });
    }
    new KeptValue(this, 'Vpc', {
      ...{ kept, field: 'network.vpc.mode', value: config.vpc.mode },
      because: 'everything would be replaced, with its data',
    });
    if (config.vpc.mode !== 'create') return;
    new KeptValue(this, 'Zones', {
      ...{ kept, field: 'network.vpc.zones', value: networkZones(config).join(' ') },
      because: 'nodes, stores and load balancer stand in the subnets of every zone, and AWS deletes none that is in use',
    });
  }
}
