/** PostgreSQL, by the target that can run it. */
import { z } from 'zod';
import type { NetworkCidrs, Presence } from '../derived/peers';
import type { Sizing } from '../fields/sizing';
import { aurora, auroraPresence } from './aurora';
import { external, externalPresence } from './external';
import { patroni, patroniPresence } from './patroni';

export { auroraCapacity, type AuroraCapacity, type AuroraConfig } from './aurora';
export type { ExternalPostgresConfig } from './external';
export { PATRONI_PORT, patroniMembers, type PatroniConfig, type PatroniMembers } from './patroni';
export { rdsAuthorities } from './rds-authorities';

/** Engines of PostgreSQL by the target that can run them. */
export const postgresOn = {
  kubernetes: z.discriminatedUnion('engine', [external, patroni], 'must be { engine: "patroni", … } or { engine: "external", … }'),
  aws: z.discriminatedUnion('engine', [external, aurora], 'must be { engine: "aurora", … } or { engine: "external", … }'),
};

/** PostgreSQL as configured, whichever target runs it. */
export type PostgresConfig = z.infer<typeof postgresOn.kubernetes> | z.infer<typeof postgresOn.aws>;

/** `cidrs`: of the AWS network it stands in; null outside AWS. */
export function postgresPresence(config: PostgresConfig, sizing: Sizing, cidrs: NetworkCidrs | null): Presence {
  switch (config.engine) {
    case 'external':
      return externalPresence(config);
    case 'patroni':
      return patroniPresence(config, sizing);
    case 'aurora':
      return auroraPresence(config, cidrs);
  }
}
