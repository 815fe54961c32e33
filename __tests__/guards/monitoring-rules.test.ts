import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { watched } from '../support/monitoring/components';
import { ruleProblems, type RuleCheck } from '../support/monitoring/rule-problems';

const runbook = (name: string): string | null => {
  const file = path.join(__dirname, '../../docs/runbooks', `${name}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
};

describe('every alert has what makes it useful', () => {
  it.each(watched.map((component) => [component.title, component] as const))('%s', (_, component) => {
    expect(ruleProblems({ ...component, runbook })).toEqual([]);
  });

  it('no name is used by two components', () => {
    const owners = new Map<string, Set<string>>();
    for (const { monitoring } of watched) {
      for (const { name } of monitoring.alerts) owners.set(name, (owners.get(name) ?? new Set()).add(monitoring.component));
    }
    expect([...owners].filter(([, components]) => components.size > 1)).toEqual([]);
  });
});

describe('what is missing is found', () => {
  const good = watched.find(({ title }) => title === 'app-tier');
  if (good === undefined) throw new Error('nothing is watched');
  const alert = good.monitoring.alerts[0];
  if (alert === undefined) throw new Error('nothing alerts');
  const check = (change: Partial<RuleCheck>) => ruleProblems({ ...good, runbook, ...change });
  const withAlert = (change: object) => ({ monitoring: { ...good.monitoring, alerts: [{ ...alert, ...change }] } });

  it('a runbook', () => {
    expect(check({ runbook: () => null })).toContain(`${alert.name}: docs/runbooks/${alert.name}.md does not exist`);
  });

  it('a part of a runbook', () => {
    const text = runbook(alert.name)?.replace('## What to do', '## Otherwise') ?? '';
    expect(check({ runbook: (name) => (name === alert.name ? text : runbook(name)) })).toEqual([
      `${alert.name}: its runbook has no part "What to do"`,
    ]);
  });

  it('a command in a runbook', () => {
    const text = runbook(alert.name)?.replaceAll('```sh', '```text') ?? '';
    expect(check({ runbook: (name) => (name === alert.name ? text : runbook(name)) })).toEqual([
      `${alert.name}: its runbook has no command`,
    ]);
  });

  it('its tests', () => {
    expect(check({ tests: {} })).toContain(`${alert.name}: no test makes it fire`);
  });

  it('a test that keeps it silent, which only a sign of life may lack', () => {
    const test = good.tests[alert.name];
    if (test === undefined) throw new Error('no test');
    const tests = { ...good.tests, [alert.name]: { ...test, silent: { never: 'because' } } };
    expect(check({ tests })).toEqual([`${alert.name}: no test keeps it silent`]);
  });

  it('an expectation in its test', () => {
    const test = good.tests[alert.name];
    if (test === undefined) throw new Error('no test');
    const tests = { ...good.tests, [alert.name]: { ...test, fires: { ...test.fires, alerts: [] } } };
    expect(check({ tests })).toEqual([`${alert.name}: no test makes it fire`]);
  });

  it('a value in its description', () => {
    expect(check(withAlert({ description: 'something is wrong.' }))).toContain(`${alert.name}: its description has no value`);
  });

  it('a name that is no PascalCase', () => {
    expect(check(withAlert({ name: 'high_errors' }))).toContain('high_errors: its name is not PascalCase');
  });

  it('a value in its summary', () => {
    expect(check(withAlert({ summary: 'It is {{ $value }}.' }))).toContain(
      `${alert.name}: its summary has a value, which would split groups`,
    );
  });
});
