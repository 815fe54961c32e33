import { z } from 'zod';

const roleField = z
  .string()
  .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of a role, such as "arn:aws:iam::123456789012:role/plan"');

/** Where pull requests are planned and main is applied. */
export const automationField = z
  .strictObject({
    runner: z
      .string()
      .regex(/^[\w.-]+$/, 'must be the label of a runner')
      .default('ubuntu-24.04')
      .describe('Label of the runner that reaches the API server: one in the VPC where its endpoint is private.'),
    planRole: roleField.describe('Role that plans, of `bootstrap`.'),
    applyRole: roleField.describe('Role that applies, of `bootstrap`.'),
  })
  .describe('The workflows that plan and apply it.');

/** The workflows as configured. */
export type AutomationConfig = z.infer<typeof automationField>;
