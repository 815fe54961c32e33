/** deploy-environment.yml names the states by hand: GitHub reads no TypeScript. Here it meets the synth. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { loadEnvironments } from '../../config';
import { synthesize } from '../support/invariants/synthesis';

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly needs?: string | readonly string[]; readonly with?: Readonly<Record<string, string>> }>
  >;
}

const workflow = (name: string) => parse(readFileSync(path.join(__dirname, '../../.github/workflows', name), 'utf8')) as Workflow;

/** All that each job waits for, over however many steps, but for `settings`. */
function waits(jobs: Workflow['jobs']): Readonly<Record<string, readonly string[]>> {
  const before = (name: string): readonly string[] =>
    [jobs[name]?.needs ?? []].flat().flatMap((one) => (one === 'settings' ? [] : [one, ...before(one)]));
  return Object.fromEntries(Object.keys(jobs).map((name) => [name, [...new Set(before(name))].sort()]));
}

const { settings, ...states } = workflow('deploy-environment.yml').jobs;
const environments = loadEnvironments([]).filter(({ target }) => target === 'aws');

test('its settings come first', () => {
  expect(settings?.needs).toBeUndefined();
});

describe.each(environments.map((environment) => [environment.name, environment] as const))('%s', (name, environment) => {
  const { dependencies } = synthesize(environment);
  const state = (stack: string) => stack.slice(name.length + 1);

  test('every state is a job, and every job a state', () => {
    expect(Object.keys(states).sort()).toEqual(Object.keys(dependencies).map(state).sort());
  });

  test('each waits for all that it reads', () => {
    const waited = waits(states);
    const missing = Object.entries(dependencies).flatMap(([stack, needed]) =>
      needed.filter((one) => !waited[state(stack)]?.includes(state(one))).map((one) => `${state(stack)} does not wait for ${state(one)}`),
    );
    expect(missing).toEqual([]);
  });

  test('is deployed by deploy.yml', () => {
    expect(Object.values(workflow('deploy.yml').jobs).map((job) => job.with?.['environment'])).toContain(name);
  });
});

test('production waits for staging', () => {
  expect([workflow('deploy.yml').jobs['production']?.needs].flat()).toContain('staging');
});

test('a job that does not wait is seen', () => {
  const { app, ...rest } = states;
  expect(waits({ ...rest, app: { ...app, needs: ['settings', 'platform'] } })['app']).not.toContain('data');
});
