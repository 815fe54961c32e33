/** Fields that more than one engine has. */
import { z } from 'zod';

/** Name of the database. */
export const databaseField = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a name in lower-case letters, digits and underscores, 63 at most')
  .default('openrouter')
  .describe('Name of the database. Changing it creates a new, empty database beside the old one; the data is not moved.');

/** `max_connections` of a server. */
export const maxConnectionsField = z.int().min(10, 'must be 10 or more').max(10_000, 'must be 10000 or less');

/** Extensions of the database. */
export const extensionsField = z
  .array(z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'must be the name of an extension, such as "pg_trgm", 63 characters at most'))
  .max(100)
  .default([]);

/** From how long on a statement is logged. */
export const slowQueryField = z
  .int()
  .min(1)
  .max(2_147_483_647)
  .default(500)
  .describe('Statements that take at least this many milliseconds are logged, without their values.');
