/** Fields that more than one engine has. */
import { z } from 'zod';

/** Name of a bucket. */
export const bucketField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3 to 63 lower-case letters, digits, dots and hyphens, such as "openrouter-assets"');

/** Names of the buckets. */
export const bucketsField = z
  .strictObject({
    assets: bucketField.default('openrouter-assets').describe('Static files of the services.'),
    backups: bucketField.default('openrouter-backups').describe('Dumps of the database.'),
  })
  .prefault({})
  .describe('Names of the buckets.');
