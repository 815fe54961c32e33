import { bootstrapField, type BootstrapConfig } from '../../../config/bootstrap';
import { Bootstrap } from '../../../constructs/bootstrap';
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

export const bootstrap = (config: BootstrapConfig = bootstrapConfig()) => write((stack) => new Bootstrap(stack, 'Bootstrap', { config }));

const matches = (pattern: string, value: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    'i',
  ).test(value);

const list = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : [value].flat());

const concerns = (statement: Statement, action: string, resource: string): boolean =>
  statement.Action.some((pattern) => matches(pattern, action)) &&
  (statement.NotResource === undefined
    ? list(statement.Resource).some((pattern) => matches(pattern, resource))
    : !list(statement.NotResource).some((pattern) => matches(pattern, resource)));

/** Names of the statements that let something happen; none where one denies it. Conditions count as met: it is the most that can be. */
export function allowedBy(all: readonly Statement[], action: string, resource: string): readonly string[] {
  const found = all.filter((statement) => concerns(statement, action, resource));
  return found.some(({ Effect }) => Effect === 'Deny') ? [] : found.map(({ Sid }) => Sid);
}

/** Statements of the bucket's own policy that deny something. */
export const deniedBy = (all: readonly Statement[], action: string, resource: string): readonly string[] =>
  all.filter((statement) => statement.Effect === 'Deny' && concerns(statement, action, resource)).map(({ Sid }) => Sid);

/** All statements of a role's policies. */
export function roleStatements(of: ReturnType<typeof bootstrap>, role: 'PlanRole' | 'ApplyRole'): readonly Statement[] {
  return of
    .ids('aws_iam_policy')
    .filter((id) => id.startsWith(`Bootstrap_${role}_`))
    .flatMap((id) => Object.values(statements(of.resource('aws_iam_policy', id)['policy'])));
}
