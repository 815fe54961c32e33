/** docs/coverage.md: which alert reports which symptom of which component, over all environments. */
import { loadEnvironments } from '../config';
import { coverageReasons, coverageTable } from '../constructs/mixin/coverage';
import { watched } from '../stacks/monitoring';

const intro =
  'Made by `npm run docs` from the rules in `constructs/*/monitoring*`; do not edit. A component has an alert for each symptom, or a reason for none. ' +
  'Which of them an environment has depends on its engines.';

export const coveragePage = (): string => {
  const all = loadEnvironments([]).flatMap(watched);
  const names = new Set(all.map(({ component }) => component));
  // A component that no environment has yet needs no reason.
  const reasons = Object.fromEntries(Object.entries(coverageReasons).filter(([place]) => names.has(place.split('.')[0] ?? '')));
  const table = coverageTable(all, { runbooks: 'runbooks', reasons });
  return `<!-- prettier-ignore-start -->\n\n# What is watched\n\n${intro}\n\n${table}\n\n<!-- prettier-ignore-end -->\n`;
};
