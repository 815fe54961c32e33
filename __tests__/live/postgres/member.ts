/** One member as its container runs it: the rendered texts, its own directories, its own address. */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startProcess, type RunningProcess } from '../../support/processes';
import {
  certificateEnvironment,
  memberEnvironment,
  memberUsernames,
  scriptEnvironment,
  type MemberPorts,
  type ScriptOptions,
} from '../../../constructs/postgres/patroni/member-environment';
import { memberTexts } from '../../../constructs/postgres/patroni/member-texts';
import { memberFiles, type MemberPaths } from '../../../constructs/postgres/patroni/paths';
import type { PatroniOptions } from '../../../constructs/postgres/patroni/patroni-yml';
import { userDirectory, type PostgresTools } from './programs';

export const DATABASE = 'openrouter';

export interface MemberPlace {
  readonly name: string;
  readonly address: string;
  readonly ports: MemberPorts;
  readonly namespace: string;
  readonly directory: string;
  readonly kubeconfig: string;
  /** A directory as Kubernetes mounts it, and where the API server is. */
  readonly serviceAccount: string;
  readonly apiServer: { readonly host: string; readonly port: number };
}

export interface Member extends MemberPlace {
  /** Directory of the socket, on which the superuser is asked for. */
  readonly socket: string;
  readonly data: string;
  /** Directory of its texts. */
  readonly texts: string;
  /** Makes its own key and certificate, as the init container does. */
  makeCertificate(): Promise<void>;
  /** Starts it as the container does. */
  start(): void;
  /** As when its node loses power: all of it is gone at once. */
  crash(): Promise<void>;
  /** The first half of a pod's end: what runs before the signal to stop. */
  handOver(): Promise<void>;
  /** The second half: the signal. */
  stop(): Promise<void>;
  /** PostgreSQL's single-user mode, without anybody else: the exit code. */
  alone(sql: string): Promise<number | null>;
  /** Changes one of its texts. */
  edit(name: string, change: (text: string) => string): void;
  /** Another program in its place: what the container of the copies runs, or people. */
  exec(name: string, program: string, ...args: string[]): RunningProcess;
  /** Its volume is gone, and it begins with these options. */
  replace(changes: Partial<MemberOptions>): void;
  log(): string;
}

/** All that a member is told. */
export type MemberOptions = PatroniOptions & ScriptOptions;

export function createMember(
  place: MemberPlace,
  tools: PostgresTools,
  secrets: Record<string, string>,
  optionsIn: (paths: MemberPaths) => MemberOptions,
): Member {
  const directory = (name: string) => userDirectory(tools, place.directory, name);
  userDirectory(tools, place.directory);
  const paths = {
    binaries: tools.binaries,
    volume: directory('volume'),
    run: directory('run'),
    tls: directory('tls'),
    texts: directory('texts'),
    serviceAccount: place.serviceAccount,
  };
  const files = memberFiles(paths);
  const options = optionsIn(paths);
  const write = (changes: Partial<MemberOptions>) => {
    for (const [name, text] of Object.entries(memberTexts({ ...options, ...changes }))) writeFileSync(path.join(paths.texts, name), text);
  };
  write({});
  const env = {
    PATH: tools.path,
    KUBECONFIG: place.kubeconfig,
    KUBERNETES_SERVICE_HOST: place.apiServer.host,
    KUBERNETES_SERVICE_PORT: String(place.apiServer.port),
    HOME: paths.run,
    ...memberEnvironment(place),
    ...memberUsernames('a'),
    ...scriptEnvironment(options),
    ...secrets,
  };
  const run = (name: string, program: string, ...args: string[]) =>
    startProcess(tools.as({ program, args, env, cwd: paths.run, name: `${place.name} ${name}` }));
  const runs: RunningProcess[] = [];
  const script = (name: string) => path.join(paths.texts, name);

  return {
    ...place,
    socket: paths.run,
    data: files.data,
    texts: paths.texts,
    start: () => void runs.push(run('member', '/bin/sh', script('start.sh'))),
    async makeCertificate() {
      const args = [files.python, files.certificateMaker];
      const env = { PATH: tools.path, ...certificateEnvironment(options) };
      const made = startProcess(tools.as({ program: '/bin/sh', args, env, name: `${place.name} certificate` }));
      if ((await made.exited) !== 0) throw new Error(made.log());
    },
    crash: async () => runs.at(-1)?.stop('SIGKILL'),
    async handOver() {
      await run('preStop', '/bin/sh', script('stop.sh')).exited;
    },
    stop: async () => runs.at(-1)?.stop(),
    async alone(sql) {
      const single = `echo "${sql}" | postgres --single -c synchronous_commit=local -D ${files.data} ${DATABASE}`;
      return run('alone', '/bin/sh', '-c', single).exited;
    },
    edit: (name, change) => writeFileSync(script(name), change(readFileSync(script(name), 'utf8'))),
    exec: run,
    replace(changes) {
      rmSync(paths.volume, { recursive: true });
      directory('volume');
      write(changes);
    },
    log: () => runs.map((one) => one.log()).join('\n'),
  };
}

/** What Kubernetes does to the files of a volume when it gives them to the pod's group. */
export const openToGroup = ({ data }: Member): void => chmodSync(data, 0o2770);
