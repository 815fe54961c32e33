import { z } from 'zod';

/** Generated secrets. */
export const secretsField = z
  .strictObject({
    revision: z
      .int()
      .min(2, 'must be 2 or more: each of the two slots needs a value')
      .default(2)
      .describe('Raised by one, it writes one of the two slots of every generated secret anew and rolls the pods. Never lowered.'),
  })
  .prefault({})
  .describe('Secrets that Terraform generates and never keeps.');
