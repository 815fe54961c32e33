/** What the scanner of templates takes to be literal text, the real Terraform leaves as it is; what it follows, Terraform evaluates. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refusal } from '../../scripts/admit/template';
import { describeLive } from '../support/live';

jest.setTimeout(120_000);

describeLive('templates as Terraform reads them', ['terraform'], ({ terraform }) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'admit-live-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const file = path.join(directory, 'read-me');
  const call = `{file("${file}")}`;
  const texts = [
    ...['$', '$$', '$$$', '$$$$', '$$$$$', '\\$', '%$', ' $ $', '$${x}$', '$ $$', '{$'].map((before) => `${before}${call}`),
    ...['%%', '%%%'].map((before) => `${before}{ if file("${file}") }`),
    ...['%', '$%'].map((before) => `${before}{ if file("${file}") != "" }yes%{ endif }`),
    `\${"a\${file("${file}")}"}`,
    `\${"$\${file(0)}\${file("${file}")}"}`,
    `\${"$$\${file(0)}"}`,
    `\${"\\\\\${file("${file}")}"}`,
    `\${"\\"}\${file("${file}")}"}`,
    `\${{ a = "}" }["a"]}\${file("${file}")}`,
    `\${lower("}")}$\${file(0)}`,
  ];

  test.each(texts)('%s', (text) => {
    writeFileSync(file, 'what-is-in-the-file');
    writeFileSync(path.join(directory, 'main.tf.json'), JSON.stringify({ output: { out: { value: text } } }));
    const run = (name: string) => {
      rmSync(file, { force: true });
      if (name === 'with') writeFileSync(file, 'what-is-in-the-file');
      const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
      const { status, stdout } = spawnSync(terraform, ['plan', '-no-color'], { cwd: directory, env, encoding: 'utf8' });
      return `${status}${stdout}`;
    };
    const reads = run('with') !== run('without');
    // Beside another template, the name of such a function is refused even where it is literal.
    const isBeside = /(?:^|[^$])\$\{/.test(text);
    expect({ reads, refused: refusal(text) !== null }).toEqual({ reads, refused: reads || isBeside });
  });
});
