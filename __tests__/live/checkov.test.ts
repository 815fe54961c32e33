/** checkov over every state of every environment as it is protected. What is left out stands in .checkov.yaml, with reasons. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { loadEnvironments } from '../../config';
import { environments } from '../../config/environments';
import { resourcesOf, type SynthesizedStack } from '../support/environments';
import { synthesize } from '../support/invariants/synthesis';
import { describeLive } from '../support/live';

jest.setTimeout(180_000);

const { 'skip-check': skipped, ...settings } = parse(readFileSync(path.join(__dirname, '../../.checkov.yaml'), 'utf8')) as {
  readonly 'skip-check': readonly string[];
};

interface Check {
  readonly check_id: string;
  readonly resource: string;
  readonly file_path: string;
}

interface Report {
  readonly summary: { readonly parsing_errors: number; readonly skipped: number };
  readonly results: { readonly passed_checks: readonly Check[]; readonly failed_checks: readonly Check[] };
}

/** Protection is lifted where an environment may be torn down; what is checked is the program with it. */
const stacks = Object.entries(environments).flatMap(
  ([name, input]) =>
    loadEnvironments([name], { [name]: { ...input, deletionProtection: true } }).flatMap(
      (environment) => synthesize(environment).stacks,
    ) as readonly SynthesizedStack[],
);

/** Types of which checkov 3.3.30 has checks and whose resources all have to be among those it read. */
const known = [
  'aws_rds_cluster_instance',
  'aws_eks_cluster',
  'aws_elasticache_replication_group',
  'aws_kms_key',
  'aws_lb',
  'aws_rds_cluster',
  'aws_s3_bucket',
  'kubernetes_deployment_v1',
  'kubernetes_stateful_set_v1',
];

describeLive('checkov', ['checkov'], (programs) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'checkov-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  /**
   * Nothing is left out, so that a reason that nothing needs is seen. Only resources and data: its parser gives up a whole file for a
   * `terraform` block that has a text, or for `removed` and `ephemeral`. In lines, because every finding repeats those of its resource.
   */
  function scan(all: readonly SynthesizedStack[]): Report {
    const at = mkdtempSync(path.join(directory, 'scan-'));
    for (const { name, json } of all) {
      mkdirSync(path.join(at, name));
      writeFileSync(
        path.join(at, name, 'cdk.tf.json'),
        JSON.stringify({ resource: json.resource ?? {}, data: json['data'] ?? {} }, null, 1),
      );
    }
    const config = path.join(at, 'config.yaml');
    writeFileSync(config, stringify(settings));
    const { stdout, stderr } = spawnSync(programs.checkov, ['-d', at, '--config-file', config, '-o', 'json'], {
      cwd: at, // where it finds no other configuration
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    if (!stdout.startsWith('{')) throw new Error(`checkov wrote ${stdout.slice(0, 300)}${stderr.slice(-600)}`);
    return JSON.parse(stdout) as Report;
  }

  const short = ({ check_id: id, file_path: file, resource }: Check): string => `${file.split('/')[1]}: ${resource}: ${id}`;

  describe('of what is synthesized', () => {
    let report: Report;
    beforeAll(() => (report = scan(stacks)));

    test('fails nothing that has no reason', () => {
      expect(report.results.failed_checks.filter(({ check_id: id }) => !skipped.includes(id)).map(short)).toEqual([]);
    });

    test('needs every reason', () => {
      const failed = report.results.failed_checks.map(({ check_id: id }) => id);
      expect(skipped.filter((id) => !failed.includes(id))).toEqual([]);
      const lines = readFileSync(path.join(__dirname, '../../.checkov.yaml'), 'utf8').split('\n');
      expect(lines.filter((line) => /^ +- CKV/.test(line) && !/ # .{20}/.test(line))).toEqual([]);
    });

    test('could read every file', () => {
      expect(report.summary.parsing_errors).toBe(0);
    });

    test('looked at every resource of the types that matter', () => {
      const seen = new Set(
        report.results.passed_checks.map(({ file_path: file, resource }) => `${file.split('/')[1]} ${resource.split('.').at(-1)}`),
      );
      const expected = stacks.flatMap((stack) =>
        resourcesOf(stack)
          .filter(({ type }) => known.includes(type))
          .map(({ address }) => `${stack.name} ${address.split('.').at(-1)}`),
      );
      expect(expected.filter((one) => !seen.has(one))).toEqual([]);
      expect(seen.size).toBeGreaterThan(250);
    });
  });

  test('finds what is open', () => {
    const data = stacks.find(({ name }) => name === 'production-data');
    const resource = structuredClone(data?.json.resource ?? {}) as Record<string, Record<string, Record<string, unknown>>>;
    for (const cluster of Object.values(resource['aws_rds_cluster'] ?? {})) cluster['storage_encrypted'] = false;
    delete resource['aws_s3_bucket_public_access_block'];
    const failed = scan([{ name: 'production-data', text: '', json: { resource } }]).results.failed_checks.map(({ check_id: id }) => id);
    expect([...new Set(failed)]).toEqual(expect.arrayContaining(['CKV_AWS_96', 'CKV2_AWS_6']));
  });
});
