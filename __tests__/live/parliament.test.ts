/** parliament over every policy of the environments on AWS and of the bootstraps. What it is told to leave out stands in .parliament.json. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadProgram } from '../../config';
import { BootstrapStack } from '../../stacks/bootstrap';
import { resourcesOf, stacksOf, synthesizeApp, type SynthesizedStack } from '../support/environments';
import { needless, reasonsIn, unexplained, type Finding } from '../support/findings';
import { rows } from '../support/iam/calls';
import { phases } from '../support/iam/row';
import { describeLive } from '../support/live';

jest.setTimeout(120_000);

const reasons = reasonsIn('.parliament.json');

const { environments, bootstraps } = loadProgram([]);
const stacks: readonly SynthesizedStack[] = [
  ...environments.filter(({ target }) => target === 'aws').flatMap(({ name }) => stacksOf(name)),
  ...bootstraps.flatMap((config) => synthesizeApp((app) => void new BootstrapStack(app, config))),
];

/** Who may take a role is in another form, of which parliament knows nothing. */
const types = ['aws_iam_policy', 'aws_iam_role_policy', 'aws_kms_key', 'aws_s3_bucket_policy'];

/** What AWS gives an id is a key, wherever a policy speaks of it by a reference. */
const KEY = '"arn:aws:kms:eu-central-1:000000000000:key/0123"';

/** The text as AWS will have it. */
function document(text: string): string {
  const [, hcl] = /^\$\{jsonencode\((.*)\)\}$/s.exec(text) ?? [];
  const json = hcl?.replaceAll('" = ', '": ').replace(/(?<=[:[,] )(?:data\.)?[a-z]\w*\.[\w.[\]-]+/g, KEY) ?? text;
  return JSON.stringify(JSON.parse(json.replace(/"\$\{[^}]*\}"/g, KEY)));
}

const policies = Object.fromEntries(
  stacks.flatMap((stack) =>
    resourcesOf(stack)
      .filter(({ type }) => types.includes(type))
      .map(({ address, body }) => [`${stack.name}.${address}`, document(String(body['policy']))] as const),
  ),
);

describeLive('parliament', ['parliament'], (programs) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'parliament-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  function lint(all: Readonly<Record<string, string>>): readonly Finding[] {
    const at = mkdtempSync(path.join(directory, 'lint-'));
    for (const [name, text] of Object.entries(all)) writeFileSync(path.join(at, `${name}.json`), text);
    const { stdout, stderr, status } = spawnSync(programs.parliament, ['--directory', at, '--json', '--include-community-auditors'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    // It ends with 1 where it found something.
    if (status !== 0 && status !== 1) throw new Error(`parliament ended with ${status}: ${stderr.slice(-600)}`);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const { issue, detail, location } = JSON.parse(line) as { issue: string; detail: unknown; location: { filepath: string | null } };
      return { check: issue, detail: JSON.stringify(detail), subject: path.basename(location.filepath ?? 'no policy', '.json') };
    });
  }

  describe('of what is synthesized', () => {
    let findings: readonly Finding[];
    beforeAll(() => (findings = lint(policies)));

    test('finds nothing that has no reason', () => {
      expect(unexplained(findings, reasons)).toEqual([]);
    });

    test('needs every reason', () => {
      expect(needless(findings, reasons)).toEqual([]);
    });

    test('is all of it', () => {
      expect(Object.keys(policies).length).toBeGreaterThan(45);
    });
  });

  test('finds an action, a condition and a right that should not be there', () => {
    const policy = (statement: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] });
    const found = unexplained(
      lint({
        'production-app.aws_iam_policy.Unknown': policy({ Action: ['s3:GetObjekt'] }),
        'production-app.aws_iam_policy.Condition': policy({
          Action: ['s3:GetObject'],
          Condition: { StringEquals: { 'kms:ViaService': 'x' } },
        }),
        'production-app.aws_iam_policy.Escalation': policy({ Action: ['iam:AttachRolePolicy', 'iam:CreatePolicyVersion'] }),
      }),
      reasons,
    );
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Unknown: UNKNOWN_ACTION/),
        expect.stringMatching(/Condition: UNKNOWN_CONDITION_FOR_ACTION/),
        expect.stringMatching(/Escalation: PRIVILEGE_ESCALATION/),
      ]),
    );
  });

  test('knows every action that the calls of the provider are said to need', () => {
    const calls = Object.values(rows).flatMap((row) => phases.flatMap((phase) => Object.values(row[phase] ?? {}).flat()));
    const actions = [...new Set(calls.map((call) => call.split(' ')[0] ?? ''))];
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', Action: actions }] });
    expect(lint({ calls: text }).filter(({ check }) => check.startsWith('UNKNOWN'))).toEqual([]);
    expect(actions.length).toBeGreaterThan(250);
  });
});
