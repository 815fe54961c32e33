/** tflint, with every rule of Terraform's own, over every state and bootstrap. What is left out stands in .tflint.json. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadProgram } from '../../config';
import { BootstrapStack } from '../../stacks/bootstrap';
import { stacksOf, synthesizeApp, type SynthesizedStack } from '../support/environments';
import { needless, reasonsIn, unexplained, type Finding } from '../support/findings';
import { describeLive } from '../support/live';
import { temporaryDirectory } from '../support/watchdog';

jest.setTimeout(180_000);

const reasons = reasonsIn('.tflint.json');
const { environments, bootstraps } = loadProgram([]);
const stacks: readonly SynthesizedStack[] = [
  ...environments.flatMap(({ name }) => stacksOf(name)),
  ...bootstraps.flatMap((config) => synthesizeApp((app) => void new BootstrapStack(app, config))),
];

interface Report {
  readonly issues: readonly {
    readonly rule: { readonly name: string };
    readonly message: string;
    readonly range: { readonly filename: string };
  }[];
  readonly errors: readonly { readonly message: string }[];
}

describeLive('tflint', ['tflint'], ({ tflint }) => {
  const directory = temporaryDirectory('tflint');
  const config = path.join(directory, 'all.hcl');
  beforeAll(() => writeFileSync(config, 'plugin "terraform" {\n  enabled = true\n  preset  = "all"\n}\n'));

  function lint(all: readonly Pick<SynthesizedStack, 'name' | 'text'>[]): readonly Finding[] {
    const at = mkdtempSync(path.join(directory, 'lint-'));
    for (const { name, text } of all) {
      mkdirSync(path.join(at, name));
      writeFileSync(path.join(at, name, 'cdk.tf.json'), text);
    }
    const { stdout, stderr } = spawnSync(tflint, ['--recursive', `--config=${config}`, '--format=json'], {
      ...{ cwd: at, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    });
    if (!stdout.startsWith('{')) throw new Error(`tflint wrote ${stdout.slice(0, 300)}${stderr.slice(-600)}`);
    const { issues, errors } = JSON.parse(stdout) as Report;
    return [
      ...errors.map(({ message }) => ({ check: 'error', subject: '', detail: message })),
      ...issues.map(({ rule, message, range }) => ({ check: rule.name, subject: path.dirname(range.filename), detail: message })),
    ];
  }

  describe('of what is synthesized', () => {
    let findings: readonly Finding[];
    beforeAll(() => (findings = lint(stacks)));

    test('finds nothing that has no reason', () => {
      expect(unexplained(findings, reasons)).toEqual([]);
    });

    test('needs every reason', () => {
      expect(needless(findings, reasons)).toEqual([]);
    });

    test('read every state', () => {
      const seen = new Set(findings.map(({ subject }) => subject)); // every state has names that are not snake_case
      expect(stacks.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
    });
  });

  test('finds what is declared and not used, and what has no version', () => {
    const violation = {
      terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
      data: { aws_subnet: { unused: { id: 'subnet-0' } } },
      locals: { unused: 1 },
      variable: { untyped: {} },
    };
    const found = unexplained(lint([{ name: 'violation', text: JSON.stringify(violation) }]), reasons);
    for (const check of ['required_providers', 'required_version', 'typed_variables', 'unused_declarations'])
      expect(found).toContainEqual(expect.stringContaining(`violation: terraform_${check}: `));
  });
});
