import { bootstrapField, type BootstrapConfig } from '../../../config/bootstrap';
import { Bootstrap } from '../../../constructs/bootstrap';
import { concerns } from '../../support/iam/evaluate';
import { statements, write, type Statement } from '../network/network.fixture';

export const repository = { owner: 'openrouter', ownerId: 123, repository: 'infrastructure', repositoryId: 456 };

/** The configuration as read: what is not said has its default. */
export const bootstrapConfig = (fields: object = {}): BootstrapConfig =>
  bootstrapField.parse({
    account: 'production',
    accountId: '111122223333',
    region: 'eu-central-1',
    environments: ['production'],
    github: repository,
    ...fields,
  });

/** What is wrong with the configuration with some fields changed; nothing: an empty text. */
export const refused = (fields: object) => {
  const result = bootstrapField.safeParse({ ...bootstrapConfig(), ...fields });
  return result.success ? '' : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
};

export const bootstrap = (config: BootstrapConfig = bootstrapConfig()) => write((stack) => new Bootstrap(stack, 'Bootstrap', { config }));

/**
 * Names of the statements that let something happen; none where one denies it. Conditions of what allows count as met and those of what denies as
 * not: it is the most that can be.
 */
export function allowedBy(all: readonly Statement[], action: string, resource: string): readonly string[] {
  const found = all.filter((statement) => concerns(statement, action, resource));
  const denied = found.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined);
  return denied ? [] : found.filter(({ Effect }) => Effect === 'Allow').map(({ Sid }) => Sid);
}

/** Statements of the bucket's own policy that deny something. */
export const deniedBy = (all: readonly Statement[], action: string, resource: string): readonly string[] =>
  all.filter((statement) => statement.Effect === 'Deny' && concerns(statement, action, resource)).map(({ Sid }) => Sid);

/** All statements of a role's policies. */
export function roleStatements(of: ReturnType<typeof bootstrap>, role: 'PlanRole' | 'ApplyRole'): readonly Statement[] {
  return of
    .ids('aws_iam_policy')
    .filter((id) => id.startsWith(`Bootstrap_${role}_`))
    .flatMap((id) => Object.values(statements(of.resource('aws_iam_policy', id)['policy'])))
    .map((statement) => ({ ...statement, Action: statement.Action ?? [] })); // one may have NotAction instead
}
