/**
 * `npm run bench` measures the cost of a synth, for each environment and for all, as a multiple of the cost of loading cdktf alone on the same
 * machine at the same time. It prints it beside the goals for this Node.js version and writes bench.json. It always succeeds: a slow machine
 * says nothing about the program.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { environments } from '../config/environments';
import { limitsOf, report, table, type Copies, type Round, type Run } from './bench/report';

const ROUNDS = 9;
const REPETITIONS = 5;
const SIZES = [1, 10, 20];
const root = path.join(__dirname, '..');

/** Reports on a stream of its own what a process used; for memory the maximum, in KiB. */
const usageHook = "process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(process.resourceUsage())));\n";

function main(): void {
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const hook = path.join(directory, 'usage.cjs');
    writeFileSync(hook, usageHook);
    const node = (args: readonly string[]) => runNode(['-r', hook, ...args], directory);
    const baseline = () => node(['-e', "require('cdktf')"]).run;
    const synth = (...names: readonly string[]) => node(['-r', './register', 'main.ts', ...names]).run;
    const alone = () => Object.fromEntries(Object.keys(environments).map((name) => [name, synth(name)]));
    const copies = (count: number) => Number(node(['-r', './register', 'scripts/bench/copies.ts', String(count)]).output);

    baseline(); // not counted: it warms the file cache
    synth();
    const rounds = Array.from({ length: ROUNDS }, (): Round => ({ baseline: baseline(), alone: alone(), synth: synth() }));
    const times = Array.from({ length: REPETITIONS }, () => SIZES.map(copies));
    const all = report(
      rounds,
      SIZES.map((size, index): Copies => ({ copies: size, milliseconds: times.map((one) => one[index] ?? NaN) })),
      limitsOf(process.version),
    );
    const machine = { node: process.version, processors: availableParallelism() };
    console.log(`Node.js ${machine.node}, ${machine.processors} processors\n\n${table(all)}`);
    writeFileSync(path.join(root, 'bench.json'), `${JSON.stringify({ machine, ...all }, null, 2)}\n`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Every process writes into an empty directory of its own, like a first run. */
function runNode(args: readonly string[], directory: string): { readonly run: Run; readonly output: string } {
  const outdir = path.join(directory, 'out');
  mkdirSync(outdir);
  const start = performance.now();
  const { status, stdout, stderr, output } = spawnSync(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const milliseconds = performance.now() - start;
  rmSync(outdir, { recursive: true });
  if (status !== 0) throw new Error(`node ${args.join(' ')}: ${stderr}`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(output[3] ?? '') as NodeJS.ResourceUsage;
  const processorMilliseconds = (userCPUTime + systemCPUTime) / 1000;
  return { run: { milliseconds, processorMilliseconds, peakMegabytes: (maxRSS * 1024) / 1e6 }, output: stdout };
}

if (require.main === module) main();
