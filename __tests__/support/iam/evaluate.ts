/**
 * What policies of IAM decide about a request, as AWS does: a denial wins, and what nothing allows is refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export type OneOrMore = string | readonly string[];

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: unknown;
}

export interface Request {
  readonly action: string;
  /** ARN; `*` for an action that has none. */
  readonly resource: string;
  /** Values of the condition keys that AWS sets for it. */
  readonly context: Readonly<Record<string, OneOrMore>>;
}

export const listOf = (value: OneOrMore | undefined): readonly string[] => (value === undefined ? [] : [value].flat());

/** The statements of a policy as it is written. */
export const statementsOf = (text: unknown): readonly PolicyStatement[] =>
  (JSON.parse(String(text)) as { readonly Statement: readonly PolicyStatement[] }).Statement;

/** Within a segment of an ARN a `*` stands for anything but a colon; at its end also for what follows. */
function pattern(text: string, flags: string): RegExp {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^${escaped
      .replace(/\*(?!:|$)/g, '[^:]*')
      .replace(/(?<!\^)\*(?=:|$)/g, '.*')
      .replace(/\?/g, '.')}$`,
    flags,
  );
}

const like = (text: string, value: string): boolean => pattern(text, 's').test(value);
const isAction = (text: string, action: string): boolean => text === '*' || pattern(text, 'i').test(action);

/** Whether a statement speaks of an action with a resource, whatever its conditions. */
export function concerns(statement: PolicyStatement, action: string, resource: string): boolean {
  const named = (patterns: OneOrMore | undefined, test: (text: string) => boolean) => listOf(patterns).some(test);
  const ofAction = (text: string) => isAction(text, action);
  const ofResource = (text: string) => like(text, resource);
  return (
    (statement.NotAction === undefined ? named(statement.Action, ofAction) : !named(statement.NotAction, ofAction)) &&
    (statement.NotResource === undefined ? named(statement.Resource, ofResource) : !named(statement.NotResource, ofResource))
  );
}

type Compare = (expected: string, value: string) => boolean;

const comparisons: Readonly<Record<string, Compare>> = {
  StringEquals: (expected, value) => expected === value,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: (expected, value) => expected === value,
  NumericLessThan: (expected, value) => Number(value) < Number(expected),
};

const negated: Readonly<Record<string, string>> = { StringNotEquals: 'StringEquals', ArnNotEquals: 'ArnEquals' };

/** One operator, one key. An operator that is not known here is an error: it must not count as met, nor as not met. */
function holds(operator: string, key: string, expected: readonly string[], values: readonly string[] | undefined): boolean {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return expected.includes(String(values === undefined));
  const compare = comparisons[negated[name] ?? name];
  if (compare === undefined) throw new Error(`the condition operator ${operator} is not known here`);
  if (values === undefined) return ifExists !== undefined || name in negated || quantifier === 'ForAllValues';
  if (values.length > 1 && quantifier === undefined) throw new Error(`${key} has several values and ${operator} compares one`);
  const one = (value: string) => expected.some((text) => compare(text, value)) !== name in negated;
  return quantifier === 'ForAllValues' ? values.every(one) : values.some(one);
}

const isMet = (condition: unknown, context: Request['context']): boolean =>
  Object.entries((condition ?? {}) as Record<string, Record<string, OneOrMore>>).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) =>
      holds(operator, key, listOf(expected), context[key] === undefined ? undefined : listOf(context[key])),
    ),
  );

/** Names of the statements that let a request pass; none where one denies it. */
export function allowing(statements: readonly PolicyStatement[], { action, resource, context }: Request): readonly string[] {
  const met = statements.filter((statement) => concerns(statement, action, resource) && isMet(statement.Condition, context));
  return met.some(({ Effect }) => Effect === 'Deny') ? [] : met.map(({ Sid }) => Sid ?? '');
}

export const isAllowed = (statements: readonly PolicyStatement[], request: Request): boolean => allowing(statements, request).length > 0;
