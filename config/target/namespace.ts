import { z } from 'zod';
import { nameField } from '../fields/values';
import { sizingProfiles, type Sizing } from '../fields/sizing';

/** The namespace of everything but what needs its own. */
export const namespaceField = z
  .strictObject({
    name: nameField
      .max(57, 'must have 57 characters at most: "-nodes" makes the name of another namespace of it')
      .refine((name) => name !== 'default' && !name.startsWith('kube-'), {
        error:
          'must not be a namespace of the cluster itself: everything in it would be denied the network; choose another, such as "openrouter"',
      })
      .default('openrouter')
      .describe('Its name. Changing it replaces the namespace and loses everything in it, including volumes.'),
    quotaMemoryMiB: z
      .int()
      .min(1)
      .max(16_777_216)
      .nullable()
      .default(null)
      .describe('Quota for the memory limits of all its pods together, in MiB; null: derived from the sizing.'),
    quotaPods: z
      .int()
      .min(1)
      .max(150_000)
      .nullable()
      .default(null)
      .describe('Quota for the number of its pods; null: derived from the sizing.'),
  })
  .prefault({})
  .describe('The Kubernetes namespace.');

/** The namespace with nothing left open. */
export interface NamespaceFacts {
  /** Its name. */
  readonly name: string;
  /** Memory limits of all pods together, in MiB. */
  readonly quotaMemoryMiB: number;
  /** Number of pods. */
  readonly quotaPods: number;
}

/** The namespace, with the sizing's quota where the environment says nothing. */
export const namespaceQuota = ({ name, quotaMemoryMiB, quotaPods }: z.infer<typeof namespaceField>, sizing: Sizing): NamespaceFacts => ({
  name,
  quotaMemoryMiB: quotaMemoryMiB ?? sizingProfiles[sizing].quotaMemoryMiB,
  quotaPods: quotaPods ?? sizingProfiles[sizing].quotaPods,
});
