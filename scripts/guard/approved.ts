/** `approved-changes.yml`: the losses that are meant. One entry is for one address, one class and a limited time. */
import { parse } from 'yaml';
import { plain, type Finding } from './findings';
import { approvable, type Class } from './rules';

export interface Approval {
  /** Name of the state, for example `production-data`. */
  readonly state: string;
  readonly address: string;
  readonly class: Class;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it counts, as YYYY-MM-DD in UTC. */
  readonly expires: string;
}

/** Longest time for which an entry may count, in days: one that counts for ever approves a change that nobody has seen. */
const LONGEST = 90;

const fields = ['state', 'address', 'class', 'reason', 'owner', 'expires'] as const;
/** The keys of instances have printed characters alone, and none of `*` and `?`. */
const ADDRESS = /^(?:module\.[\w-]+(?:\[(?:\d+|"[ !#-)+->@-~]*")\])?\.)*[a-z][a-z0-9_]*\.[A-Za-z_][\w-]*(?:\[(?:\d+|"[ !#-)+->@-~]*")\])?$/;

export class BadApprovals extends Error {}

const day = (text: string): number => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? NaN : time / 86_400_000;
};

/** @throws BadApprovals with one line for each problem. Texts of the file are in none of them: it may come from a pull request. */
export function parseApprovals(text: string, today: string): readonly Approval[] {
  let file: unknown;
  try {
    file = parse(text, { maxAliasCount: 0 });
  } catch {
    throw new BadApprovals('is not YAML');
  }
  const entries = file === null ? [] : typeof file === 'object' ? (file as { readonly approved?: unknown }).approved : undefined;
  if (entries === null) return [];
  if (!Array.isArray(entries)) throw new BadApprovals('has no list `approved`');
  const problems = entries.flatMap((entry, index) => problemsOf(entry, today).map((problem) => `approved[${index}]${problem}`));
  if (problems.length > 0) throw new BadApprovals(problems.join('\n'));
  return entries as readonly Approval[];
}

function problemsOf(entry: unknown, today: string): readonly string[] {
  if (typeof entry !== 'object' || entry === null) return [`: has to have ${fields.join(', ')}`];
  const values = entry as Readonly<Record<string, unknown>>;
  const texts = fields.filter((field) => typeof values[field] !== 'string' || values[field].trim() === '' || values[field].length > 500);
  const others = Object.keys(values).filter((key) => !(fields as readonly string[]).includes(key));
  if (texts.length > 0) return texts.map((field) => `.${field}: has to be a text of 1 to 500 characters`);
  const { state, address, class: kind, expires } = values as Readonly<Record<(typeof fields)[number], string>>;
  const until = day(expires);
  return [
    ...(others.length > 0 ? [`: has other fields than ${fields.join(', ')}`] : []),
    ...(/^[a-z0-9]+(-[a-z0-9]+)+$/.test(state) ? [] : ['.state: has to be the name of one state, for example production-data']),
    ...(ADDRESS.test(address) ? [] : ['.address: has to be one whole address as Terraform shows it; wildcards are refused']),
    ...((approvable as readonly string[]).includes(kind) ? [] : [`.class: has to be one of ${approvable.join(', ')}`]),
    ...(Number.isNaN(until) ? ['.expires: has to be a day, YYYY-MM-DD'] : []),
    ...(until - day(today) > LONGEST ? [`.expires: has to be at most ${LONGEST} days from today`] : []),
  ];
}

export interface Verdict {
  /** Findings that stop the apply. */
  readonly blocked: readonly Finding[];
  readonly approved: readonly { readonly finding: Finding; readonly by: Approval }[];
  /** Findings that are only shown. */
  readonly notices: readonly Finding[];
  /** Entries of this state that count for nothing, one line each. */
  readonly refused: readonly string[];
}

/** Verdict of one state's plan on a day. `addresses`: everything that is in its state or its plan. */
export function judge(
  state: string,
  { findings, addresses }: { readonly findings: readonly Finding[]; readonly addresses: ReadonlySet<string> },
  approvals: readonly Approval[],
  today: string,
): Verdict {
  const own = approvals.filter((approval) => approval.state === state);
  const counts = own.filter(({ expires, address }) => day(expires) >= day(today) && addresses.has(address));
  const entry = (finding: Finding) => counts.find(({ address, class: kind }) => address === finding.address && kind === finding.class);
  const blocking = findings.filter(({ blocks }) => blocks);
  return {
    blocked: blocking.filter((finding) => entry(finding) === undefined),
    approved: blocking.flatMap((finding) => {
      const by = entry(finding);
      return by === undefined ? [] : [{ finding, by }];
    }),
    notices: findings.filter(({ blocks }) => !blocks),
    refused: own
      .filter((approval) => !counts.includes(approval))
      .map(({ address, expires }) =>
        addresses.has(address)
          ? `${plain(address)}: its entry expired on ${expires}`
          : `${plain(address)}: its entry names an address that ${state} does not have`,
      ),
  };
}
