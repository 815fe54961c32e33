/** Verdicts for the summary of a job and the comment on a pull request. GitHub takes 65,536 characters in all; others need some of them. */
import type { Verdict } from './approved';
import type { Finding } from './findings';

/** In bytes. */
const LONGEST = 59_000;

const code = (text: string): string => `\`${text.replace(/[`|\r\n]/g, '·')}\``;

/** A text of a person: no markup, no mention, no link. */
const said = (text: string): string => text.replace(/[^\x20-\x7e]|[`|<>[\]()*_~#!\\&]/g, '·').replace(/@/g, '@\u200b');

const attributes = (finding: Finding): string => (finding.attributes.length === 0 ? '' : ` (${finding.attributes.map(code).join(', ')})`);
const source = (finding: Finding): string => (finding.source === null ? '' : ` [source](${finding.source})`);
const line = (state: string, finding: Finding): string =>
  `- ${code(state)} **${finding.class}** ${code(finding.address)}: ${finding.effect}${attributes(finding)}${source(finding)}`;

/** Empty where nothing is to be said. What is blocked comes first; what has no room is counted. */
export function verdictMarkdown(verdicts: readonly (readonly [state: string, verdict: Verdict])[]): string {
  const all = (pick: (verdict: Verdict, state: string) => readonly string[]) =>
    verdicts.flatMap(([state, verdict]) => pick(verdict, state));
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Blocked: each needs an entry in approved-changes.yml', all(({ blocked }, state) => blocked.map((one) => line(state, one)))],
    [
      'Approved',
      all(({ approved }, state) =>
        approved.map(({ finding, by }) => `${line(state, finding)}; ${said(by.owner)}, until ${by.expires}: ${said(by.reason)}`),
      ),
    ],
    ['To know', all(({ notices }, state) => notices.map((one) => line(state, one)))],
    ['Entries that do not count', all(({ refused }, state) => refused.map((one) => `- ${code(state)} ${code(one)}`))],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const written: string[] = [];
  let room = LONGEST - Buffer.byteLength(shown.map(([title]) => title).join('')) - shown.length * 100;
  for (const [title, lines] of shown) {
    const fit: string[] = [];
    for (const one of lines) {
      const bytes = Buffer.byteLength(one) + 1;
      if (bytes > room) break;
      room -= bytes;
      fit.push(one);
    }
    const more = lines.length - fit.length;
    written.push([`### ${title}: ${lines.length}`, '', ...fit, ...(more === 0 ? [] : [`- and ${more} more`])].join('\n'));
  }
  return written.join('\n\n');
}
