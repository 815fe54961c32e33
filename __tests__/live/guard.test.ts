/** The guard reads what the real Terraform plans. `terraform_data` is built in and needs no registry. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findingsOf } from '../../scripts/guard/findings';
import { strict } from '../../scripts/guard/guard';
import { known } from '../../scripts/guard/known';
import { parsePlan } from '../../scripts/guard/plan-json';
import { verdictText } from '../../scripts/guard/text';
import { readPlan, type PlanJson } from '../../scripts/plan/report';
import { describeLive } from '../support/live';

type Block = Readonly<Record<string, unknown>>;

const SECRET = 'not-to-be-shown';
const keep = { input: 'a' };
const resource = (of: Block): Block => ({ resource: { terraform_data: of } });

jest.setTimeout(120_000);

describeLive('plans of Terraform', ['terraform'], ({ terraform }) => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'guard-live-'))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const run = (...args: readonly string[]): string => {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
    const { status, stdout, stderr } = spawnSync(terraform, [...args], { cwd: directory, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
  const write = (configuration: Block) => writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify(configuration));

  /** The JSON of the plan from one configuration, which is applied, to the next. */
  function planned(before: Block | null, after: Block): string {
    if (before !== null) {
      write(before);
      run('init', '-input=false', '-no-color');
      run('apply', '-auto-approve', '-no-color');
    }
    write(after);
    run('init', '-input=false', '-no-color');
    run('plan', '-input=false', '-no-color', '-out=plan');
    return run('show', '-json', 'plan');
  }
  const shown = (text: string) => findingsOf(parsePlan(text), known).map((one) => [one.class, one.address, ...one.attributes]);

  test('made: nothing', () => {
    expect(shown(planned(null, resource({ One: keep })))).toEqual([]);
  });

  test('destroyed with its block, prevent_destroy and all', () => {
    const text = planned(resource({ One: { ...keep, lifecycle: { prevent_destroy: true } } }), {});
    expect(shown(text)).toEqual([['destroy', 'terraform_data.One']]);
    expect(parsePlan(text).changes.map(({ reason }) => reason)).toEqual(['delete_because_no_resource_config']);
  });

  test('the same of a type that holds data is blocked', () => {
    const text = planned(resource({ One: { ...keep, lifecycle: { prevent_destroy: true } } }), {});
    const verdict = strict('local-data', text.replaceAll('terraform_data', 'aws_rds_cluster'));
    expect(verdictText('local-data', verdict)).toContain(
      [
        'local-data: blocked: 1',
        '  destroy aws_rds_cluster.One',
        '    loses the database; its block is gone, and prevent_destroy with it',
      ].join('\n'),
    );
  });

  test('replaced, by the attribute that forces it', () => {
    const of = (trigger: string) => resource({ One: { ...keep, triggers_replace: { [SECRET]: trigger } } });
    expect(shown(planned(of('a'), of('b')))).toEqual([['replace', 'terraform_data.One', 'triggers_replace']]);
  });

  test('replaced, the new one first', () => {
    const of = (trigger: string) => resource({ One: { triggers_replace: trigger, lifecycle: { create_before_destroy: true } } });
    expect(shown(planned(of('a'), of('b')))).toEqual([['replace', 'terraform_data.One', 'triggers_replace']]);
  });

  test('moved: nothing', () => {
    const text = planned(resource({ One: keep }), {
      ...resource({ Two: keep }),
      moved: [{ from: 'terraform_data.One', to: 'terraform_data.Two' }],
    });
    expect(text).toContain('"previous_address":"terraform_data.One"');
    expect(shown(text)).toEqual([]);
  });

  test('forgotten', () => {
    const removed = [{ from: 'terraform_data.One', lifecycle: { destroy: false } }];
    expect(shown(planned(resource({ One: keep }), { removed }))).toEqual([['forget', 'terraform_data.One']]);
  });

  test('imported: nothing, and it is shown as an import', () => {
    const text = planned(null, { ...resource({ One: {} }), import: [{ to: 'terraform_data.One', id: 'x' }] });
    expect(shown(text)).toEqual([]);
    expect(readPlan('x', JSON.parse(text) as PlanJson).changes).toMatchObject([{ action: 'import' }]);
  });

  test('unknown until the apply', () => {
    const of = (trigger: string) => resource({ One: { input: trigger }, Two: { triggers_replace: '${terraform_data.One.output}' } });
    expect(shown(planned(of('a'), of('b')))).toEqual([['replace', 'terraform_data.Two', 'triggers_replace']]);
  });

  test('sensitive: values are nowhere', () => {
    const of = (value: string): Block => ({
      variable: { secret: { sensitive: true, default: value } },
      ...resource({ One: { input: '${var.secret}', triggers_replace: { key: '${var.secret}' } } }),
    });
    const text = planned(of(`${SECRET}-1`), of(`${SECRET}-2`));
    expect(text).toContain(SECRET);
    expect(shown(text)).toEqual([['replace', 'terraform_data.One', 'triggers_replace']]);
    const verdict = strict('local-data', text.replaceAll('terraform_data', 'aws_rds_cluster'));
    expect(verdictText('local-data', verdict) + JSON.stringify([verdict, readPlan('x', JSON.parse(text) as PlanJson)])).not.toContain(
      SECRET,
    );
  });

  test('with an ephemeral variable', () => {
    const of = (trigger: string): Block => ({
      variable: { secret: { ephemeral: true, default: SECRET } },
      locals: { length: '${length(var.secret)}' },
      ...resource({ One: { triggers_replace: trigger } }),
    });
    expect(shown(planned(of('a'), of('b')))).toEqual([['replace', 'terraform_data.One', 'triggers_replace']]);
  });

  test('several instances: the keys are part of the address', () => {
    const of = (...keys: readonly string[]) =>
      resource({ One: { for_each: Object.fromEntries(keys.map((key) => [key, key])), input: '${each.value}' } });
    expect(shown(planned(of('a', 'b'), of('a')))).toEqual([['destroy', 'terraform_data.One["b"]']]);
  });

  test('the JSON of a state is no plan', () => {
    planned(resource({ One: keep }), resource({ One: keep }));
    expect(() => parsePlan(run('show', '-json'))).toThrow('has no planned_values');
  });
});
