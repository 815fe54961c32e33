import { z } from 'zod';
import { awsField, isPolicyOf, policyArnField } from '../target/aws';
import { fitsTrust, type AutomationRole } from './subjects';
import { nameField } from '../fields/values';

const environmentName = nameField
  .max(20, 'must have 20 characters at most, as an environment’s name')
  .refine((name) => name !== 'massrouter', 'must not be "massrouter": the resources of the bootstrap are named after it');

/** What an account of AWS is given once, before its first environment: where states are kept, and the roles that plan and apply. */
export const bootstrapField = z
  .strictObject({
    account: nameField
      .max(20, 'must have 20 characters at most: it is part of the stack’s name')
      .describe('Short name of the account. The stack is `bootstrap-<account>`.'),
    accountId: awsField.shape.accountId,
    region: awsField.shape.region.describe('Region of the states and of the account’s environments.'),
    environments: z
      .array(environmentName)
      .min(1, 'must name at least one')
      .max(5, 'must be five at most: the policy of a role has no room for more')
      .refine((names) => new Set(names).size === names.length, 'must name each once')
      .refine(
        (names) => !names.some((name) => names.some((other) => name.startsWith(`${other}-`))),
        'must be names of which none begins another, as "prod" does "prod-eu": resources of the one could be changed as resources of the other',
      )
      .describe(
        'Environments of the account. Of all resources with a name, the roles can change only those named after these environments.',
      ),
    productionSecrets: z
      .boolean()
      .default(true)
      .describe(
        'Whether the account holds production secrets. A plan reads secrets, and a pull request can change the workflow: only if this is false may every pull request plan; otherwise plans run in a GitHub environment that a reviewer approves.',
      ),
    github: z
      .strictObject({
        provider: z
          .enum(['create', 'existing'])
          .default('create')
          .describe(
            'GitHub as an identity provider, which an account can have only once: created here, or existing, with the audience `sts.amazonaws.com`.',
          ),
        owner: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/, 'must be the name of an organization or a user')
          .describe('Owner of the repository.'),
        ownerId: z
          .int()
          .min(1)
          .max(999_999_999_999)
          .describe('Numeric id of the owner: `gh api /repos/<owner>/<repository> --jq .owner.id`.'),
        repository: z
          .string()
          .regex(/^[\w.-]{1,100}$/, 'must be the name of a repository, without its owner')
          .describe('Name of the repository.'),
        repositoryId: z
          .int()
          .min(1)
          .max(999_999_999_999)
          .describe('Numeric id of the repository: `gh api /repos/<owner>/<repository> --jq .id`.'),
      })
      .describe('The repository whose workflows plan and apply.'),
    administrators: z
      .array(
        z
          .string()
          .regex(
            /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]{1,256}$/,
            'must be the ARN of a role or a user, such as "arn:aws:iam::111122223333:role/administrator"',
          ),
      )
      .default([])
      .describe(
        'ARNs of the roles or users that may assume `massrouter-apply` by hand, which the first apply needs, because no workflow has a runner in the network yet. A role of IAM Identity Center is `arn:aws:iam::<account>:role/aws-reserved/sso.amazonaws.com/<region>/AWSReservedSSO_…`. Default: nobody; only workflows assume it.',
      ),
    permissionsBoundaryArn: policyArnField
      .nullable()
      .default(null)
      .describe(
        'ARN of a policy of the account that bounds both roles, and that `massrouter-apply` has to put on every role it creates (docs/bootstrap.md): with it, that role cannot create a role with more permissions than its own. The account’s administrators create and maintain it. The account’s environments name it too, as `aws.permissionsBoundaryArn`. null: none.',
      ),
    accessLogRetentionDays: z
      .int()
      .min(1)
      .max(3653)
      .default(365)
      .describe('Days for which the logs of reads and writes of the states are kept. Default: a year, for investigations.'),
  })
  .refine(({ accountId, permissionsBoundaryArn: arn }) => arn === null || isPolicyOf(accountId, arn), {
    path: ['permissionsBoundaryArn'],
    error: 'must be a policy of this account, or one that AWS manages',
  })
  .refine(({ environments, permissionsBoundaryArn: arn }) => !environments.some((name) => arn?.includes(`:policy/${name}-`)), {
    path: ['permissionsBoundaryArn'],
    error: 'must not be named after an environment: the role that applies could change it',
  })
  .refine(fitsTrust, {
    path: ['environments'],
    error: 'are too many for names as long as these: a role’s trust has no room for all who may take it; use another account for some',
  })
  .describe('What an account is given once.');

/** An account’s bootstrap as configured. */
export type BootstrapConfig = z.infer<typeof bootstrapField>;

/** Id of the stack that gives it to an account. */
export const bootstrapStackId = (account: string): string => `bootstrap-${account}`;

/** First part of the names of what an account has once. */
export const BOOTSTRAP_PREFIX = 'massrouter';

/** Alias of the key of the states. */
export const STATE_KEY_ALIAS = `${BOOTSTRAP_PREFIX}-state`;

/** Name of the bucket of the states: what `state.bucket` of the account’s environments is. */
export const stateBucketName = ({ accountId, region }: Pick<BootstrapConfig, 'accountId' | 'region'>): string =>
  `${BOOTSTRAP_PREFIX}-state-${accountId}-${region}`;

export const automationRoleName = (role: AutomationRole): string => `${BOOTSTRAP_PREFIX}-${role}`;

/** ARN of a role: what `automation` of the account’s environments names, and the cluster’s access entries. */
export const automationRoleArn = (accountId: string, role: AutomationRole): string =>
  `arn:aws:iam::${accountId}:role/${automationRoleName(role)}`;
