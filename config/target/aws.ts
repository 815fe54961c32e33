import { z } from 'zod';
import { disabledField } from '../fields/values';

const tagField = z.string().regex(/^[\w .:/=+@-]{1,128}$/, 'must be 1 to 128 letters, digits, spaces and _.:/=+-@');

/** A policy of an account, or one that AWS manages. */
export const policyArnField = z
  .string()
  .regex(
    /^arn:aws:iam::(aws|\d{12}):policy\/[\w+=,.@/-]{1,640}$/,
    'must be the ARN of a policy, such as "arn:aws:iam::111122223333:policy/boundary"',
  );

/** Whether a role of the account can have the policy. */
export const isPolicyOf = (accountId: string, arn: string): boolean => ['aws', accountId].includes(arn.split(':')[4] ?? '');

/** Regions whose ARNs begin with something else than `arn:aws:`. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const OTHER_PARTITIONS = /^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/;

/** The account of AWS. */
export const awsField = z
  .strictObject({
    accountId: z
      .string()
      .regex(/^\d{12}$/, 'must be the 12 digits of an account')
      .describe(
        'The account. Terraform refuses to run with credentials of another one. Changing it replaces the whole environment and loses its data.',
      ),
    region: z
      .string()
      .max(32)
      .regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'must be a region, such as "eu-central-1"')
      .refine(
        (region) => !OTHER_PARTITIONS.test(region),
        'must be a region of the partition aws: those of China, GovCloud and the sovereign clouds have other ARNs and host names, which this program does not write',
      )
      .describe('Region of everything. Changing it replaces the whole environment and loses its data.'),
    tags: z
      .record(tagField, z.string().max(256, 'must have 256 characters at most'))
      .default({})
      .describe('Tags of all resources, in addition to `environment` and `managed-by`.'),
    permissionsBoundaryArn: policyArnField
      .nullable()
      .default(null)
      .describe(
        'ARN of the policy that bounds what every role of the environment may do, whatever else it is allowed: that of the account’s bootstrap, whose `massrouter-apply` makes no role without it. null: none.',
      ),
    budget: z
      .discriminatedUnion('enabled', [
        z.strictObject({
          enabled: z.literal(true).describe('On.'),
          monthlyUsd: z.int().min(1).max(1_000_000_000).describe('Monthly budget of the account, in US dollars.'),
          emails: z
            .array(z.email('must be an e-mail address').max(254))
            .min(1, 'must name at least one')
            .max(10)
            .describe('E-mail addresses that receive the alarms.'),
        }),
        disabledField,
      ])
      .describe('E-mail alarms when four fifths of the budget are spent, and when the forecast exceeds it.'),
  })
  .refine(({ accountId, permissionsBoundaryArn: arn }) => arn === null || isPolicyOf(accountId, arn), {
    path: ['permissionsBoundaryArn'],
    error: 'must be a policy of this account, or one that AWS manages',
  })
  .describe('The AWS account and region.');

/** The account of AWS as configured. */
export type AwsConfig = z.infer<typeof awsField>;
