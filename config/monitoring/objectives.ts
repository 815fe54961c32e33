import { z } from 'zod';

/** Upper bounds of the histogram of the time to first token, in seconds (docs/application-metrics.md): an objective has to be one of them. */
export const firstTokenBuckets = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15, 20, 30, 60, 120] as const;

/** Upper bounds of the histogram of the duration of requests, in seconds: an objective lies between them. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;

/**
 * The share that has to be good. Below 0.94 the fastest of the burn-rate alerts, at 14.4 times the budget, would ask for more than all of
 * them to be bad and never fire.
 */
const shareField = z.number().min(0.94, 'must be 0.94 or more: below that, the burn-rate alert cannot fire').max(0.9999);

/** What users are promised, and what the alerts are derived from. */
export const objectivesField = z
  .strictObject({
    availability: shareField
      .default(0.99)
      .describe(
        'Share of requests over 30 days that are answered completely and without a server error. Default: the guide’s error rate below 1 %.',
      ),
    firstTokenSeconds: z
      .literal([...firstTokenBuckets])
      .default(10)
      .describe(
        'Seconds until the first token of a stream. Default: where an LLM gateway’s users give up waiting; a bound of the histogram.',
      ),
    firstToken: shareField.default(0.95).describe('Share of streams over 30 days whose first token arrives in that time.'),
    latencySeconds: z
      .number()
      .positive()
      .max(30)
      .default(1)
      .describe(
        'Seconds within which 95 % of the requests, streams excluded, are answered. Default: the delay that users start to notice.',
      ),
  })
  .prefault({})
  .describe('Service level objectives: alerts fire when one is about to be missed.');

/** The objectives as configured. */
export type ObjectivesConfig = z.infer<typeof objectivesField>;
