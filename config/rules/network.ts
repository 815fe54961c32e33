/** Rules between a network and its neighbours. */
import { networkCidrs, networkZones, subnetTiers } from '../derived/subnets';
import { overlap } from '../fields/cidr';
import type { NetworkConfig } from '../target/network';
import type { Problem } from './rule';

/** What a network's neighbours say of it. */
export interface NetworkNeighbours {
  /** Region of the account. */
  readonly region: string;
  /** Range of the cluster's Services. */
  readonly serviceCidr: string;
  /** Zone of the CDN that validation records go to; null: there is none. */
  readonly zoneId: string | null;
}

/** All that is wrong between the network and its neighbours. */
export function networkProblems(config: NetworkConfig, { region, serviceCidr, zoneId }: NetworkNeighbours): readonly Problem[] {
  const zones = networkZones(config);
  const at = config.vpc.mode === 'create' ? 'network.vpc.zones' : 'network.vpc.subnets';
  const cidrs = networkCidrs(config);
  const all = subnetTiers.flatMap((tier) => cidrs[tier]);
  const ranges = config.vpc.mode === 'create' ? [config.vpc.cidr] : all;
  return [
    ...zones
      .filter((zone) => zone.slice(0, -1) !== region)
      .map((zone) => ({ path: at, message: `${zone} is not a zone of aws.region ${region}` })),
    ...ranges
      .filter((cidr) => overlap(cidr, serviceCidr))
      .map((cidr) => ({
        path: config.vpc.mode === 'create' ? 'network.vpc.cidr' : at,
        message: `${cidr} overlaps the addresses of the cluster’s Services, ${serviceCidr}; choose ranges apart`,
      })),
    ...all
      .filter((cidr, index) => all.some((other, otherIndex) => otherIndex < index && overlap(cidr, other)))
      .map((cidr) => ({ path: at, message: `${cidr} overlaps the range of another subnet` })),
    ...(config.certificate.mode === 'create' && zoneId === null
      ? [
          {
            path: 'network.certificate',
            message:
              'is proved by records in the zone of the CDN, and there is none: name an existing certificate, { mode: "existing", arn }',
          },
        ]
      : []),
  ];
}
