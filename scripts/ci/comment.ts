/** The comment on a pull request: counts, and above all what would be destroyed. It never contains a value. */
import { verdictMarkdown } from '../guard/markdown';
import { head, row, type ResourceChange, type StateReport } from '../plan/report';
import type { SynthDiff } from './synth-diff';

/** GitHub refuses a comment above 65,536 characters; some are reserved for what the action adds. */
const LONGEST = 65_000;

export interface EnvironmentReport {
  readonly environment: string;
  /** One of the two: plans, or the difference between the synths until a plan is approved. */
  readonly states: readonly StateReport[] | null;
  readonly synth: readonly SynthDiff[] | null;
}

/** An address may contain anything between quotes; here it is code on one line. */
const code = (text: string): string => `\`${text.replace(/[`|\r\n]/g, '·')}\``;

const loses = ({ action }: ResourceChange): boolean => action === 'delete' || action === 'replace';

export function comment(reports: readonly EnvironmentReport[], commit: string): string {
  const sections = [
    `## What this would change, at ${code(commit)}`,
    ...guarded(reports),
    ...losses(reports),
    ...reports.flatMap(section),
    'Names only: values are in no comment. An apply plans again, and its plan has to be the one that was approved.',
  ];
  return shortened(sections);
}

/** What the guard says of all plans, first of all. */
function guarded(reports: readonly EnvironmentReport[]): readonly string[] {
  const verdicts = reports.flatMap(({ states }) =>
    (states ?? []).flatMap(({ stack, verdict }) => (verdict === null ? [] : [[stack, verdict] as const])),
  );
  const text = verdictMarkdown(verdicts);
  return text === '' ? [] : [text];
}

function losses(reports: readonly EnvironmentReport[]): readonly string[] {
  const lines = reports.flatMap(({ states }) =>
    (states ?? []).flatMap(({ stack, changes }) => changes.filter(loses).map((change) => `- ${code(stack)} ${describe(change)}`)),
  );
  return lines.length === 0 ? [] : [[`### Destroyed or replaced: ${lines.length}`, ...lines].join('\n')];
}

const describe = ({ action, address, forcedBy }: ResourceChange): string =>
  `${action} ${code(address)}${forcedBy.length === 0 ? '' : ` because of ${forcedBy.map(code).join(', ')}`}`;

function section({ environment, states, synth }: EnvironmentReport): readonly string[] {
  if (states !== null) return [[`### ${environment}`, '', ...table(states), '', ...details(states)].join('\n')];
  if (synth === null) return [`### ${environment}\n\nNo plan was made.`];
  if (synth.length === 0) return [`### ${environment}\n\nNothing differs in what is synthesized; the plan waits for approval.`];
  const rows = synth.map(({ stack, added, changed, removed }) => `| ${stack} | ${added.length} | ${changed.length} | ${removed.length} |`);
  const names = synth.flatMap(({ stack, added, changed, removed }) => [
    ...removed.map((address) => `- ${code(stack)} removed ${code(address)}`),
    ...changed.map((address) => `- ${code(stack)} changed ${code(address)}`),
    ...added.map((address) => `- ${code(stack)} added ${code(address)}`),
  ]);
  const head = ['| state | added | changed | removed |', '| --- | ---: | ---: | ---: |'];
  const title = `### ${environment}\n\nThe plan waits for approval. Until then, what is synthesized differs in:\n`;
  return [[title, ...head, ...rows, '', ...folded('by address', names)].join('\n')];
}

const table = (states: readonly StateReport[]): readonly string[] => [
  line(head),
  '| --- | ---: | ---: | ---: | ---: | --- |',
  ...states.map((state) => line(row(state, ''))),
];

const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replace(/[|\r\n]/g, '·')).join(' | ')} |`;

const details = (states: readonly StateReport[]): readonly string[] =>
  folded(
    'by address',
    states.flatMap(({ stack, changes }) =>
      changes.filter((change) => !loses(change)).map((change) => `- ${code(stack)} ${describe(change)}`),
    ),
  );

const folded = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>'];

/** Whole lines from the beginning, as many as fit: what is destroyed comes first. */
function shortened(sections: readonly string[]): string {
  const text = sections.join('\n\n');
  if (text.length <= LONGEST) return `${text}\n`;
  const kept = text.slice(0, text.lastIndexOf('\n', LONGEST));
  const open = kept.split('<details>').length > kept.split('</details>').length;
  return `${kept}\n${open ? '\n</details>\n' : ''}\nThere is more than a comment has room for; the job's log has the counts.\n`;
}
