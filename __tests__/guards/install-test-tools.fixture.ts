/** scripts/install-test-tools in a clone, a cache and a machine of its own: what it calls is played, and says what it was asked. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../support/live';
import { temporaryDirectory } from '../support/processes';

/** What the script may use of a system; nothing else is found, whatever this machine has. */
const basics = [
  ...['awk', 'basename', 'bash', 'cat', 'chmod', 'comm', 'cp', 'cut', 'dirname', 'find', 'flock', 'grep', 'head', 'ln', 'mkdir'],
  ...['mktemp', 'mv', 'readlink', 'rm', 'sed', 'sh', 'sha256sum', 'sleep', 'sort', 'tail', 'touch'],
];

/** `$STATE/calls` has a line for every call; the package `nowhere` and the Go package `broken` do not exist. */
const played = {
  go: `case "$1" in
env) echo go1.24.0 ;;
build)
  echo "go build" >>"$STATE/calls"
  while [ "$1" != -o ]; do shift; done
  case "$3" in *broken) echo 'main.go:1:1: first' >&2; echo 'main.go:2:2: undefined: thing' >&2; exit 1 ;; esac
  sleep "\${BUILD_SECONDS:-0}"
  printf '#!/bin/sh\\necho built\\n' >"$2"; chmod +x "$2" ;;
esac`,
  'apt-get': `policy() { [ -x "$POLICY" ] || { echo none; return; }; "$POLICY"; echo "$?"; }
echo "apt-get $* (policy $(policy))" >>"$STATE/calls"
case "$*" in
update*) ;;
indextargets*) echo 'mirror://debian stable-security'; echo 'mirror://debian stable' ;;
*download-only*)
  directory=$(sed -n 's/^Dir::Cache "\\(.*\\)";$/\\1/p' "$APT_CONFIG"); cat "$directory/sources.list" >>"$STATE/calls"
  for package in server library; do : >"$directory/archives/$package.deb"; done ;;
*nowhere*) echo 'E: Unable to locate package nowhere' >&2; exit 100 ;;
*) sleep "\${APT_SECONDS:-0}"; for package; do case "$package" in [a-z]*) echo "$package" >>"$STATE/packages" ;; esac; done ;;
esac`,
  'dpkg-query': `case "$1 $3" in
-L*) shift; for package; do echo "/lib/systemd/system/$package.service"; echo "/lib/systemd/system/$package@.service"; done ;;
*Version*) grep -qx "$4" "$STATE/packages" && echo 'installed 1:1.2.3-4' ;;
*) sed 's/^/installed /' "$STATE/packages" ;;
esac`,
  'dpkg-deb': `case "$1" in
--extract) mkdir -p "$3/usr/lib/arch" "$3/usr/sbin"; cp /bin/sh "$3/usr/lib/arch/ld-linux.so.2"; : >"$3/usr/sbin/server" ;;
--field) case "$3" in Version) echo 1:1.2.3-4 ;; *) basename "$2" .deb ;; esac ;;
esac`,
  systemctl: `echo "systemctl $*" >>"$STATE/calls"`,
  python3: `case "$1" in
-VV) echo 'Python 3.11' ;;
-m) mkdir -p "$3/bin"; printf '#!/bin/sh\\ntouch "%s/bin/tool" && chmod +x "%s/bin/tool"\\n' "$3" "$3" >"$3/bin/pip"; chmod +x "$3/bin/pip" ;;
esac`,
  node: `case "$1" in -p) echo v20 ;; *) echo '@someone/server-x64 16.0.0' ;; esac`,
  npm: `mkdir -p node_modules/@someone/server-x64/bin; cp /bin/sh node_modules/@someone/server-x64/bin/server`,
} as const;

export type Played = keyof typeof played;

export interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Installation {
  /** A path in the cache. */
  cache(...parts: string[]): string;
  /** Debian's policy for services on this machine. */
  readonly policy: string;
  /** Writes a file below __tests__/live/tools. */
  tool(file: string, text: string): void;
  /** A Go module of one program of the same name. */
  goModule(name: string, source?: string): void;
  /** What the played programs were asked, one line a call. */
  calls(): readonly string[];
  run(env?: Readonly<Record<string, string>>): Promise<Run>;
  /** Runs it, and ends all of it once `reached` holds, as Ctrl-C does. */
  interrupt(env: Readonly<Record<string, string>>, reached: () => boolean): Promise<void>;
}

/** `without` takes programs from the machine; `packages` are there already. */
export function installation({
  without = [],
  packages = [],
}: { without?: readonly Played[]; packages?: readonly string[] } = {}): Installation {
  const directory = temporaryDirectory('installation');
  const at = (...parts: string[]) => path.join(directory, ...parts);
  for (const name of ['clone/scripts', 'clone/__tests__/live/tools', 'bin', 'state', 'machine/usr/sbin', 'cache'])
    mkdirSync(at(name), { recursive: true });
  for (const file of ['install-test-tools', 'test-tools'])
    cpSync(path.join(__dirname, '../../scripts', file), at('clone/scripts', file), { recursive: true });
  for (const name of basics) symlinkSync(findProgram(name) ?? '', at('bin', name));
  for (const [name, text] of Object.entries(played)) {
    if (without.includes(name as Played)) continue;
    writeFileSync(at('bin', name), `#!/bin/sh\n${text}\n`);
    chmodSync(at('bin', name), 0o755);
  }
  writeFileSync(at('state/packages'), packages.map((name) => `${name}\n`).join(''));
  writeFileSync(at('state/calls'), '');

  const tool = (file: string, text: string) => {
    const target = at('clone/__tests__/live/tools', file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  const policy = at('machine/usr/sbin/policy-rc.d');
  const start = (env: Readonly<Record<string, string>> = {}) => {
    const [program = '', ...args] = [...asRoot(), findProgram('bash') ?? '', at('clone/scripts/install-test-tools')];
    const machine = {
      PATH: at('bin'),
      HOME: directory,
      MASSROUTER_TOOLS: at('cache'),
      STATE: at('state'),
      DPKG_ROOT: at('machine'),
      POLICY: policy,
    };
    return spawn(program, args, { env: { ...machine, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  };
  return {
    cache: (...parts) => at('cache', ...parts),
    policy,
    tool,
    goModule(name, source = `example.org/${name}`) {
      tool(`${name}/go.mod`, `module test\n\ngo 1.24.0\n\nrequire example.org/${name} v1.5.0\n`);
      tool(`${name}/go.sum`, '');
      tool(`${name}/tool.conf`, `version example.org/${name}\nprogram ${source} ${name}\n`);
    },
    calls: () => readFileSync(at('state/calls'), 'utf8').split('\n').filter(Boolean),
    run(env) {
      const child = start(env);
      const [output, errors] = [collect(child.stdout), collect(child.stderr)];
      return new Promise((resolve) => child.once('close', (code) => resolve({ code, output: output(), errors: errors() })));
    },
    async interrupt(env, reached) {
      const child = start(env);
      const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
      while (!reached()) await new Promise((resolve) => setTimeout(resolve, 20));
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await ended;
    },
  };
}

/** Only root installs packages; the played ones change nothing outside, so root of a namespace is enough. */
const asRoot = () => (process.getuid?.() === 0 ? [] : [findProgram('unshare') ?? '', '--map-root-user']);

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (data) => (text += String(data)));
  return () => text;
}
