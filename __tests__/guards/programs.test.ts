/** Shell and Python, in the program and beside it, as shellcheck, shfmt and ruff read them. `npm run lint:programs` is this test. */
import path from 'node:path';
import { filesBelow, synthesisOf } from '../support/invariants/synthesis';
import { describeLive } from '../support/live';
import { checks, complaints, languageOf, programsIn } from '../support/programs';

jest.setTimeout(120_000);

const root = path.join(__dirname, '../..');
const names = Object.keys(checks) as (keyof typeof checks)[];
const fixtures = { shell: 'sh', python: 'py' } as const;
const fixture = (name: string) => path.join('__tests__/fixtures/programs', name);

describeLive('the programs of this repository', ['git', 'shellcheck', 'shfmt', 'ruff'], (programs) => {
  test('are found, with and without an ending of their names', () => {
    expect(programsIn(programs.git, root, 'shell')).toEqual(
      expect.arrayContaining(['.ci/run', 'scripts/install-test-tools', 'scripts/test-tools/debian.bash', 'constructs/postgres/roles.sh']),
    );
    expect(programsIn(programs.git, root, 'python')).toContain('constructs/postgres/patroni/make-certificate.py');
  });

  describe.each(names)('%s', (name) => {
    const check = checks[name];
    const said = (...files: string[]) => complaints(check, programs[check.tool], root, files);

    test('has nothing to say about any of them', () => {
      expect(said(...programsIn(programs.git, root, check.language))).toBe('');
    });

    test('refuses what it is there for, which the others do not see', () => {
      const own = names.filter((each) => checks[each].language === check.language);
      const refused = own.filter((each) => said(fixture(`${each.replace(' ', '-')}.${fixtures[check.language]}`)) !== '');
      expect(refused).toEqual([name]);
    });
  });
});

test.each([
  ['run', '#!/usr/bin/env bash\n', 'shell'],
  ['run', '#! /bin/sh -e\n', 'shell'],
  ['run', '#!/usr/bin/env -S python3 -u\n', 'python'],
  ['run', '#!/usr/bin/python3\n', 'python'],
  ['run', '#!/usr/bin/env node\n', undefined],
  ['lib.sh', '', 'shell'],
  ['lib.bash', '', 'shell'],
  ['tool.py', '', 'python'],
  ['README.md', '# sh\n', undefined],
] as const)('%s that begins with %j: %s', (name, text, language) => {
  expect(languageOf(name, text)).toBe(language);
});

describe('the programs of constructs/', () => {
  const programs = Object.entries(filesBelow(path.join(root, 'constructs'))).filter(([name]) => /\.(sh|py)$/.test(name));
  const configured = new Set(
    ['local', 'local, protected, with certificates'].flatMap((title) =>
      synthesisOf(title).stacks.flatMap(({ json }) =>
        Object.values(json.resource?.['kubernetes_config_map_v1'] ?? {}).flatMap(({ data }) =>
          Object.values(data as Record<string, string>),
        ),
      ),
    ),
  );

  test.each(programs)('%s is in a ConfigMap, as it is', (_name, text) => {
    expect(configured).toContain(text.replace(/[$%](?=\{)/g, '$&$&'));
  });

  test.each(programs.filter(([name]) => name.endsWith('.sh')))(
    '%s says that it is POSIX sh, which /bin/sh runs in every image',
    (_name, text) => {
      expect(text).toMatch(/^(#!\/bin\/sh|# shellcheck shell=sh\b.*)\n/);
    },
  );
});
