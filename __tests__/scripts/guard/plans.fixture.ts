/** Plans as `terraform show -json` writes them, and what the guard says of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { judge, type Approval, type Verdict } from '../../../scripts/guard/approved';
import { findingsOf } from '../../../scripts/guard/findings';
import { known } from '../../../scripts/guard/known';
import { planOf } from '../../../scripts/guard/plan-json';
import { rules, type Rule } from '../../../scripts/guard/rules';
import { environmentNames } from '../../support/environments';

export type Values = Readonly<Record<string, unknown>>;

export interface ChangeJson {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly provider_name: string;
  readonly action_reason?: string;
  readonly previous_address?: string;
  readonly deposed?: string;
  readonly change: Readonly<Record<string, unknown>>;
}

const providerOf = (type: string): string => {
  const [prefix] = type.split('_');
  if (prefix === 'terraform') return 'terraform.io/builtin/terraform';
  return `registry.terraform.io/${prefix === 'cloudflare' ? 'cloudflare' : 'hashicorp'}/${prefix ?? ''}`;
};

export const change = (address: string, actions: readonly string[], values: Values = {}, more: Partial<ChangeJson> = {}): ChangeJson => {
  const type = address.split('.')[0] ?? '';
  return { address, mode: 'managed', type, provider_name: providerOf(type), ...more, change: { actions, ...values } };
};

export const planJson = (changes: readonly ChangeJson[], more: Values = {}): Values => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: {},
  resource_changes: changes,
  configuration: {},
  ...more,
});

export function verdictOf(
  plan: Values,
  approvals: readonly Approval[] = [],
  { state = 'production-data', today = '2026-01-15' } = {},
): Verdict {
  const read = planOf(JSON.parse(JSON.stringify(plan)));
  const addresses = new Set([...read.addresses, ...read.changes.map(({ address }) => address)]);
  return judge(state, { findings: findingsOf(read, known), addresses }, approvals, today);
}

/** Every committed address, with the name of its state. */
export const committed: readonly { readonly state: string; readonly address: string; readonly type: string }[] = environmentNames.flatMap(
  (name) =>
    readFileSync(path.join(__dirname, `../../stacks/addresses/${name}.txt`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [state = '', address = ''] = line.split(' ');
        return { state, address, type: address.split('.')[0] ?? '' };
      }),
);

/** Values at a path; every second kind of provider writes blocks as lists. */
export const nested = (steps: string, value: unknown): Values => {
  const [step = '', ...rest] = steps.split('.');
  return { [step]: rest.length === 0 ? value : [nested(rest.join('.'), value)] };
};

/** A value before and after to which the rule applies. */
export function worse({ when }: Rule): readonly [before: unknown, after: unknown] {
  if (typeof when === 'object') return [when.weaker, 'otherwise'];
  const pairs = {
    off: [true, false],
    on: [false, true],
    removed: ['something', null],
    less: [30, 7],
    open: ['10.0.0.0/8', '0.0.0.0/0'],
    changed: ['1', '2'],
  } as const;
  return pairs[when];
}

export const protections = (type: string): readonly Rule[] => rules.filter((rule) => rule.type === type && rule.class === 'protection');
