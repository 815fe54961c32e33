/** A Terraform that does what files in the directory of a stack say, and stacks to run it in. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stack } from '../../../scripts/stack-order';

/**
 * Writes down how it was called and how private the directory of the plan is, says its name, sources the file called like the command
 * (`init`, `plan`, `show`), and shows an empty plan where there is no file `show`.
 */
const program = `#!/bin/sh
stack=\${1#-chdir=}
echo "$*" >>"$stack/calls"
for argument; do case $argument in -out=*) echo a plan >"\${argument#-out=}"; ls -ld "$(dirname "\${argument#-out=}")" >>"$stack/modes" ;; esac; done
[ "$2" = show ] || echo "$2 of \${stack##*/} $TF_IN_AUTOMATION"
[ ! -f "$stack/$2" ] || . "$stack/$2"
[ "$2" != show ] || [ -f "$stack/show" ] || echo '{"format_version":"1.2","planned_values":{}}'
`;

export interface FakeTerraform {
  readonly environment: Readonly<Record<string, string>>;
  /** A stack, and the scripts that its commands run. */
  readonly stack: (name: string, dependencies?: readonly string[], does?: Readonly<Record<string, string>>) => Stack;
}

/** Everything below `directory`, which whoever calls removes. */
export function fakeTerraform(directory: string): FakeTerraform {
  const bin = mkdtempSync(path.join(directory, 'bin-'));
  writeFileSync(path.join(bin, 'terraform'), program, { mode: 0o755 });
  return {
    environment: { PATH: `${bin}:/usr/bin:/bin` },
    stack(name, dependencies = [], does = {}) {
      const own = path.join(mkdtempSync(path.join(directory, 'stack-')), name);
      mkdirSync(own);
      for (const [command, script] of Object.entries(does)) writeFileSync(path.join(own, command), script);
      return { name, directory: own, file: '', dependencies };
    },
  };
}

/** The commands that were run in a stack, without what differs from run to run. */
export const callsOf = ({ directory }: Stack): readonly string[] =>
  readFileSync(path.join(directory, 'calls'), 'utf8')
    .replaceAll(/-chdir=\S* /g, '')
    .replaceAll(/\/\S*\/plan\b/g, 'FILE')
    .split('\n')
    .slice(0, -1);
