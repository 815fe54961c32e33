import type { ComponentMonitoring, Severity } from '../../../constructs/mixin/component-monitoring';
import type { AlertTest, AlertTests } from './rule-test';

export interface RuleCheck {
  readonly monitoring: ComponentMonitoring;
  readonly tests: AlertTests;
  /** Text of the runbook of an alert; null: there is none. */
  readonly runbook: (name: string) => string | null;
}

const parts = ['What it means', 'What users notice', 'What to look at', 'What to do'] as const;

/** What an alert lacks, one line a problem. */
export function ruleProblems({ monitoring, tests, runbook }: RuleCheck): readonly string[] {
  return monitoring.alerts.flatMap(({ name, severity, summary, description }) => {
    const test = tests[name];
    const lacks = [
      ...(/^[A-Z][A-Za-z0-9]+$/.test(name) ? [] : ['its name is not PascalCase']),
      ...(summary.includes('{{') ? ['its summary has a value, which would split groups'] : []),
      ...(description.includes('{{') ? [] : ['its description has no value']),
      ...(test !== undefined && test.fires.alerts.length > 0 ? [] : ['no test makes it fire']),
      ...(test !== undefined && keepsSilent(test.silent, severity) ? [] : ['no test keeps it silent']),
      ...runbookProblems(name, runbook(name)),
    ];
    return lacks.map((problem) => `${name}: ${problem}`);
  });
}

/** Only a sign of life may have no such test. */
const keepsSilent = (silent: AlertTest['silent'], severity: Severity): boolean =>
  'never' in silent ? severity === 'none' : Object.keys(silent.series).length > 0;

function runbookProblems(name: string, text: string | null): readonly string[] {
  if (text === null) return [`docs/runbooks/${name}.md does not exist`];
  return [
    ...(text.startsWith(`# ${name}\n`) ? [] : ['its runbook does not begin with its name']),
    ...parts.filter((part) => !text.includes(`\n## ${part}\n`)).map((part) => `its runbook has no part "${part}"`),
    ...(text.includes('```sh') ? [] : ['its runbook has no command']),
  ];
}
