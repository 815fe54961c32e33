import { z } from 'zod';
import type { ServiceConfig, ServicesConfig } from '.';
import { versions } from '../versions';

/** The migration of the database. */
export const migrationField = z
  .strictObject({
    command: z
      .array(z.string().min(1))
      .min(1)
      .default(['make', 'migrate-up'])
      .describe('What the backend’s image is asked to run once for a release.'),
    deadlineSeconds: z.int().min(30).max(86_400).default(900).describe('Seconds after which one attempt is killed.'),
    retries: z.int().min(0).max(10).default(2).describe('Attempts after the first that failed.'),
  })
  .prefault({})
  .describe('Brings the schema to what a release needs, before its rollout.');

/** What the migration's pod asks for and may use. */
export const migrationResources: ServiceConfig['resources'] = {
  cpuRequestMillis: 100,
  cpuLimitMillis: null,
  memoryRequestMiB: 128,
  memoryLimitMiB: 512,
};

/** The migration, with everything that is derived. */
export interface MigrationConfig {
  /** The backend's. */
  readonly image: string;
  /** Whether the image is the public stand-in, which has nothing to migrate. */
  readonly standIn: boolean;
  /** What is run. */
  readonly command: readonly string[];
  /** Seconds after which one attempt is killed. */
  readonly deadlineSeconds: number;
  /** Attempts after the first that failed. */
  readonly retries: number;
}

export const migration = (config: z.infer<typeof migrationField>, { backend: { image } }: ServicesConfig): MigrationConfig => ({
  ...config,
  image: image ?? versions.images.standIn,
  standIn: image === null,
});
