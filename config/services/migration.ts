import { z } from 'zod';
import { argumentField, nameField } from '../fields/values';

/** The migration of the database. */
export const migrationField = z
  .strictObject({
    service: nameField.default('backend').describe('Service whose image contains the migrations.'),
    command: z
      .array(argumentField.min(1))
      .min(1)
      .max(100)
      .default(['make', 'migrate-up'])
      .describe('Command that the image runs once per release.'),
    deadlineSeconds: z.int().min(30).max(86_400).default(900).describe('Seconds after which an attempt is killed.'),
    retries: z.int().min(0).max(10).default(2).describe('Number of retries after a failed attempt.'),
  })
  .prefault({})
  .describe('Job that migrates the database schema before a release is rolled out.');

/** The migration as configured. */
export type MigrationInput = z.output<typeof migrationField>;
