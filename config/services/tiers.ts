import { z } from 'zod';
import { sizingProfiles, type ServerSize, type Sizing } from '../fields/sizing';

/** A core can be cut in thousandths; 1,000 cores and 4 TiB are more than any tier that one namespace holds. */
const tierField = (what: string) =>
  z
    .strictObject({
      cpuMillis: z.int().min(100).max(1_000_000).nullable().default(null).describe('Thousandths of a core; null: the sizing’s.'),
      memoryMiB: z.int().min(128).max(4_194_304).nullable().default(null).describe('Memory in MiB; null: the sizing’s.'),
    })
    .prefault({})
    .describe(what);

/** Ceilings of the tiers. */
export const tiersField = z
  .strictObject({
    backend: tierField('Limits of all pods of a service of the tier `backend` together.'),
    frontend: tierField('The same for a service of the tier `frontend`.'),
  })
  .prefault({})
  .describe(
    'How far a service may scale: so many pods as their limits fit below the ceiling of its tier. Raising it buys nothing by itself: the cluster needs the nodes, and the namespace the quota.',
  );

/** The ceiling of each tier, with nothing left open. */
export type TierSizes = Readonly<Record<'backend' | 'frontend', ServerSize>>;

/** The ceilings, with the sizing’s where the environment says nothing. */
export const tierSizes = ({ backend, frontend }: z.output<typeof tiersField>, sizing: Sizing): TierSizes => {
  const over = (own: typeof backend, size: ServerSize): ServerSize => ({
    cpuMillis: own.cpuMillis ?? size.cpuMillis,
    memoryMiB: own.memoryMiB ?? size.memoryMiB,
  });
  return { backend: over(backend, sizingProfiles[sizing].backend), frontend: over(frontend, sizingProfiles[sizing].frontend) };
};
