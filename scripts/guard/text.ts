/** A verdict for a terminal of 100 columns. */
import type { Verdict } from './approved';
import type { Finding } from './findings';

const WIDTH = 100;

/** Words in lines of at most 100 columns; a longer word is broken. */
export function wrapped(text: string, indent: string): string {
  const room = WIDTH - indent.length;
  const pieces = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${room}}`, 'gu')) ?? []);
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= room) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines.map((line) => `${indent}${line}`).join('\n');
}

const because = ({ attributes }: Finding): string => (attributes.length === 0 ? '' : ` (${attributes.join(', ')})`);

const lines = (finding: Finding): readonly string[] => [
  wrapped(`${finding.class} ${finding.address}`, '  '),
  wrapped(`${finding.effect}${because(finding)}`, '    '),
];

/** All of one state; one line where there is nothing to say. */
export function verdictText(state: string, verdict: Verdict): string {
  const { blocked, approved, notices, refused } = verdict;
  if (blocked.length + approved.length + notices.length + refused.length === 0) return `${state}: nothing is lost`;
  const section = (title: string, some: readonly (readonly string[])[]) =>
    some.length === 0 ? [] : [`${state}: ${title}: ${some.length}`, ...some.flat()];
  return [
    ...section('blocked', blocked.map(lines)),
    ...(blocked.length === 0 ? [] : [wrapped(meant(state, blocked), '  ')]),
    ...section(
      'approved',
      approved.map(({ finding, by }) => [
        ...lines(finding),
        wrapped(`${by.owner}, until ${by.expires}: ${by.reason}`.replace(/[^\x20-\x7e]/g, '·'), '    '),
      ]),
    ),
    ...section('to know', notices.map(lines)),
    ...section(
      'entries that do not count',
      refused.map((line) => [wrapped(line, '  ')]),
    ),
  ].join('\n');
}

/** What to do. */
const meant = (state: string, blocked: readonly Finding[]): string =>
  blocked.some(({ class: kind }) => kind === 'provider' || kind === 'backend')
    ? 'A provider or backend that is none of this program is never approved: config/versions.ts names those that are.'
    : `If it is meant, add each to approved-changes.yml: state ${state}, address, class, reason, owner, expires.`;
