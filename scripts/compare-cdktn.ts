/**
 * Synthesizes every environment twice, with cdktf and with its fork cdktn in its place, and compares the results. It shows that the exit from
 * cdktf (docs/adr/001) stays open: exit code 0 and a count, or every difference and exit code 1.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The cdktn release to compare with; exact, so that the comparison changes only when this line does. */
const cdktn = 'npm:cdktn@0.24.0';
/** Everything that a synth reads; the program below main.ts reads nothing else. */
const sources = ['main.ts', 'register', 'cdktf.json', 'package-lock.json', 'config', 'stacks', 'constructs'];
const root = path.join(__dirname, '..');

interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: unknown;
}

/** The same package with cdktn under cdktf's name, for the bindings too, and without development tools. */
export function withCdktn({ devDependencies: _, ...rest }: PackageJson): PackageJson & { readonly overrides: object } {
  const bindings = Object.keys(rest.dependencies).filter((name) => name.startsWith('@cdktf/provider-'));
  return {
    ...rest,
    dependencies: { ...rest.dependencies, cdktf: cdktn },
    overrides: Object.fromEntries(bindings.map((name) => [name, { cdktf: '$cdktf' }])),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** Every place where two JSON values differ, as `path: left → right`. */
export function differences(left: unknown, right: unknown, at: string): readonly string[] {
  if (isRecord(left) && isRecord(right) && Array.isArray(left) === Array.isArray(right)) {
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...names].flatMap((name) => differences(left[name], right[name], `${at}.${name}`));
  }
  return Object.is(left, right) ? [] : [`${at}: ${show(left)} → ${show(right)}`];
}

const show = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));

/** The output of a synth, by stack, without the library's version: the one value that must differ. */
export function synthesized(directory: string): Readonly<Record<string, unknown>> {
  const manifest = JSON.parse(readFileSync(path.join(directory, 'manifest.json'), 'utf8')) as {
    readonly stacks: Readonly<Record<string, object>>;
  };
  return Object.fromEntries(
    Object.entries(manifest.stacks).map(([name, stack]) => {
      const file = path.join(directory, 'stacks', name, 'cdk.tf.json');
      const terraform = JSON.parse(readFileSync(file, 'utf8')) as { readonly '//'?: { readonly metadata?: { version?: string } } };
      delete terraform['//']?.metadata?.version;
      return [name, { manifest: stack, terraform }];
    }),
  );
}

/** The differences between two synths; two empty synths do not count as equal. */
export function compare(left: string, right: string): { readonly stacks: number; readonly problems: readonly string[] } {
  const [ordinary, continued] = [synthesized(left), synthesized(right)];
  const stacks = Object.keys(ordinary).length;
  return { stacks, problems: stacks === 0 ? ['no stack was synthesized'] : differences(ordinary, continued, 'stacks') };
}

function synth(project: string, outdir: string): void {
  const options = { cwd: project, env: { ...process.env, CDKTF_OUTDIR: outdir }, stdio: 'inherit' } as const;
  execFileSync(process.execPath, ['-r', './register', 'main.ts'], options);
}

function main(): void {
  const directory = mkdtempSync(path.join(tmpdir(), 'compare-cdktn-'));
  try {
    const project = path.join(directory, 'project');
    mkdirSync(project);
    for (const name of sources)
      if (existsSync(path.join(root, name))) cpSync(path.join(root, name), path.join(project, name), { recursive: true });
    const own = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as PackageJson;
    writeFileSync(path.join(project, 'package.json'), JSON.stringify(withCdktn(own), null, 2));
    const install = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    execFileSync('npm', install, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });
    const installed = JSON.parse(readFileSync(path.join(project, 'node_modules/cdktf/package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    if (cdktn !== `npm:${installed.name}@${installed.version}`)
      throw new Error(`${installed.name} ${installed.version} was installed, not ${cdktn}`);

    synth(root, path.join(directory, 'cdktf'));
    synth(project, path.join(directory, 'cdktn'));
    const { stacks, problems } = compare(path.join(directory, 'cdktf'), path.join(directory, 'cdktn'));
    for (const problem of problems) console.error(problem);
    console.log(`${stacks} stacks, ${problems.length} differences between cdktf and ${cdktn.replace('npm:', '')}`);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (require.main === module) main();
