import type { z } from 'zod';
import type { EngineRow, Target } from '../fields/engine';

/** Object storage as its rules see it. */
export interface ObjectStorageWatch {
  /** Whether it stands on a volume of the namespace. */
  readonly volume: boolean;
  /** Whether CloudWatch tells of its buckets. */
  readonly cloudWatch: boolean;
}

/** A row of the table of object storage: the compiler names what it lacks. */
export const objectStorageEngine = <Schema extends z.ZodObject, const Targets extends readonly Target[]>(
  row: EngineRow<Schema, ObjectStorageWatch> & { readonly targets: Targets },
) => row;
