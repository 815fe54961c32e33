/** PostgreSQL: its engines, one row each. */
import { enginesOn, type ConfigOf } from '../fields/engine';
import { aurora } from './aurora';
import { external } from './external';
import { patroni } from './patroni';

export { auroraCapacity, type AuroraCapacity, type AuroraConfig } from './aurora';
export type { PostgresWatch } from './engine';
export type { ExternalPostgresConfig } from './external';
export { PATRONI_PORT, patroniMembers, type PatroniConfig, type PatroniMembers } from './patroni';
export { rdsAuthorities } from './rds-authorities';

export const postgresEngines = { external, patroni, aurora } as const;

/** Engines of PostgreSQL by the target that can run them. */
export const postgresOn = { kubernetes: enginesOn(postgresEngines, 'kubernetes'), aws: enginesOn(postgresEngines, 'aws') };

/** PostgreSQL as configured, whichever target runs it. */
export type PostgresConfig = ConfigOf<typeof postgresEngines>;
