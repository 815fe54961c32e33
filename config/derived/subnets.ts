/** Ranges of the subnets, all from the one range of the network. */
import { addressIn } from '../fields/cidr';
import type { CreatedVpcConfig, NetworkConfig } from '../target/network';
import type { NetworkCidrs } from './peers';

/** What stands in a subnet: load balancers and NAT gateways, nodes and pods, or stores. */
export type SubnetTier = keyof NetworkCidrs;

export const subnetTiers = ['public', 'private', 'data'] as const satisfies readonly SubnetTier[];

/** Zones are lettered a to h at most; each letter has its slot in each tier, used or not. */
const LETTERS = 'abcdefgh';

/**
 * Half of the network is for the private subnets, where every pod has an address, a quarter each for the public and the data subnets.
 * `begins` is in sixteenths of the network, a slot is an eighth of its tier.
 */
const layout: Record<SubnetTier, { readonly begins: number; readonly bits: number }> = {
  private: { begins: 0, bits: 4 },
  public: { begins: 8, bits: 5 },
  data: { begins: 12, bits: 5 },
};

/** The letter of a zone, `a` of `eu-central-1a`: what its subnets are called by. */
export const zoneLetter = (zone: string): string => zone.slice(-1);

/** Range of the subnet of a tier in a zone. It depends on the letter only, so no other zone can move it. */
export function subnetCidr({ cidr }: Pick<CreatedVpcConfig, 'cidr'>, tier: SubnetTier, zone: string): string {
  const { begins, bits } = layout[tier];
  const network = Number(cidr.split('/')[1]);
  const length = network + bits;
  const offset = begins * 2 ** (32 - network - 4) + LETTERS.indexOf(zoneLetter(zone)) * 2 ** (32 - length);
  return addressIn(cidr, offset).replace(/32$/, String(length));
}

/** The availability zones, in the order of their names. */
export const networkZones = ({ vpc }: Pick<NetworkConfig, 'vpc'>): readonly string[] =>
  [...(vpc.mode === 'create' ? vpc.zones : Object.keys(vpc.subnets))].sort();

/** Ranges of every subnet, in the order of the zones' names. */
export function networkCidrs(config: Pick<NetworkConfig, 'vpc'>): NetworkCidrs {
  const { vpc } = config;
  const tier = (name: SubnetTier) =>
    networkZones(config).map((zone) => (vpc.mode === 'create' ? subnetCidr(vpc, name, zone) : (vpc.subnets[zone]?.[name].cidr ?? '')));
  return { public: tier('public'), private: tier('private'), data: tier('data') };
}
