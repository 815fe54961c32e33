/** Fields of what you bring yourself: where it is for a network policy, and in which Secret its credentials are. */
import { z } from 'zod';
import { cidrField, nameField, podLabelsField } from './values';

/** Where something outside this program can be reached. */
export const locationField = z.union(
  [
    z.strictObject({
      cidrs: z
        .array(cidrField)
        .min(1, 'must name at least one range')
        .describe('IPv4 ranges of its addresses, after translation: those that packets have when they leave the pod.'),
    }),
    z.strictObject({
      namespace: nameField.describe('Another namespace of the same cluster.'),
      podLabels: podLabelsField,
    }),
  ],
  'must be { cidrs: […] } or { namespace, podLabels }',
);

/** Name of a Secret in the namespace, with the keys `username` and `password`. Both stand in URLs: letters and digits, or encoded. */
export const secretNameField = nameField;
