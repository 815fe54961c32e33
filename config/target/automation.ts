import { z } from 'zod';

const roleField = z
  .string()
  .max(2048)
  .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of a role, such as "arn:aws:iam::123456789012:role/plan"');

/** Where pull requests are planned and main is applied. */
export const automationField = z
  .strictObject({
    runner: z
      .string()
      .regex(/^[\w.-]{1,100}$/, 'must be the label of a runner')
      .default('ubuntu-24.04')
      .describe('Label of a runner that can reach the API server: if the endpoint is private, one in the VPC.'),
    planRole: roleField.describe('ARN of the bootstrap’s role that plans.'),
    applyRole: roleField.describe('ARN of the bootstrap’s role that applies.'),
  })
  .describe('The workflows that plan and apply the environment.');

/** The workflows as configured. */
export type AutomationConfig = z.infer<typeof automationField>;
