import { z } from 'zod';

/** Generated secrets. */
export const secretsField = z
  .strictObject({
    revision: z
      .int()
      .min(2, 'must be 2 or more: each of the two slots needs a value')
      .max(1_000_000)
      .default(2)
      .describe(
        'Raise it by one to rotate: one of the two slots of every generated secret gets a new value, and the pods roll. Never lower it.',
      ),
  })
  .prefault({})
  .describe('Secrets that Terraform generates and never stores.');
