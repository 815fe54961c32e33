/**
 * A machine of a cluster: a network, mounts and processes of its own. Its namespaces belong to one process that does nothing else; when
 * that ends, however it does, the kernel ends every process of the machine and takes away its mounts and its network.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { startProcess, type ProcessOptions, type RunningProcess } from '../processes';

/** What a start on a machine where others work too may take. */
const PATIENCE_SECONDS = 60;

export interface Machine {
  readonly name: string;
  /** The process whose namespaces they are. */
  readonly pid: number;
  /** The words before a command that is to run in it. */
  readonly enter: readonly string[];
  /** Starts a program in it, which ends with it. */
  start(options: Omit<ProcessOptions, 'cwd'>): RunningProcess;
  /** Runs a script of the shell in it; an Error with what it wrote to standard error when it fails. */
  run(script: string): Promise<string>;
  /** As when its power is cut. */
  stop(): Promise<void>;
}

/** The first process of a PID namespace is the parent of those whose own has ended: bash asks for their exit codes, so none stays as a zombie. */
const holder = 'echo ready; while :; do sleep 3600; done';

export async function startMachine(name: string, environment: Readonly<Record<string, string>>): Promise<Machine> {
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
  const held = startProcess({ program: 'unshare', args: [...namespaces, 'bash', '-c', holder], name, env: environment });
  await held.waitUntil('has its namespaces', () => held.log().includes('ready'), PATIENCE_SECONDS);
  const { pid } = held;
  const enter = ['nsenter', `--net=/proc/${pid}/ns/net`, `--mount=/proc/${pid}/ns/mnt`, `--pid=/proc/${pid}/ns/pid_for_children`, '--'];
  return {
    name,
    pid,
    enter,
    start: ({ program, args, ...options }) => {
      const [first = '', ...rest] = enter;
      return startProcess({ ...options, program: first, args: [...rest, program, ...args], env: { ...environment, ...options.env } });
    },
    run: (script) => command([...enter, 'sh', '-euc', script]),
    stop: () => held.stop('SIGKILL'),
  };
}

/** Debian keeps iptables, ipset and mount helpers where the PATH of a user does not lead. */
export const searchPath: Readonly<Record<string, string>> = { PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin:/sbin` };

/** Runs a program to its end with this on its standard input; an Error with what it wrote to standard error when it fails. */
export function command(
  [program = '', ...args]: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const name = path.basename((args.includes('--') ? args[args.indexOf('--') + 1] : undefined) ?? program); // what namespaces are entered for
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: 2 ** 28, env: { ...process.env, ...environment } }, (error, stdout, stderr) =>
      error ? reject(new Error(`${name}: ${stderr.trim() || error.message}`)) : resolve(stdout),
    );
    child.stdin?.on('error', () => undefined); // it ended before it read all: then its exit says why
    child.stdin?.end(input);
  });
}
