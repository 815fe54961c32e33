import { z } from 'zod';
import { nameField } from '../fields/values';

/** The migration of the database. */
export const migrationField = z
  .strictObject({
    service: nameField.default('backend').describe('Service whose image carries the migrations.'),
    command: z
      .array(z.string().min(1))
      .min(1)
      .default(['make', 'migrate-up'])
      .describe('What that image is asked to run once for a release.'),
    deadlineSeconds: z.int().min(30).max(86_400).default(900).describe('Seconds after which one attempt is killed.'),
    retries: z.int().min(0).max(10).default(2).describe('Attempts after the first that failed.'),
  })
  .prefault({})
  .describe('Brings the schema to what a release needs, before its rollout.');

/** The migration as configured. */
export type MigrationInput = z.output<typeof migrationField>;
