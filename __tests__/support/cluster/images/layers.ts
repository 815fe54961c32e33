/** File systems of images as archives in the tools' cache, each made once and named by the hash of what it is made from. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { toolCache } from '../../live';
import { incarnation, isOrphan } from '../../process-tree';
import { command } from '../machine';
import type { Base, Part } from './image';

export const digest = (what: unknown): string => createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);

/** What `make` leaves in a directory of the cache under this name; where it is there already, it is whole. */
export async function cached(name: string, make: (directory: string) => Promise<void>): Promise<string> {
  const kept = path.join(toolCache, name);
  if (existsSync(kept)) return kept;
  mkdirSync(toolCache, { recursive: true });
  removeHalfMade();
  const staging = mkdtempSync(path.join(toolCache, `${STAGING}${incarnation(process.pid)}-`));
  try {
    await make(staging);
    chmodSync(staging, 0o755);
    try {
      renameSync(staging, kept);
    } catch (error) {
      if (!existsSync(kept)) throw error; // else another run made it at the same time
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return kept;
}

const STAGING = '.building-cluster-';

/** What was being made by a process that is no more. */
function removeHalfMade(): void {
  for (const name of readdirSync(toolCache))
    if (name.startsWith(STAGING) && isOrphan(name.slice(STAGING.length)) !== false)
      rmSync(path.join(toolCache, name), { recursive: true, force: true });
}

/** Documentation, translations and lists of packages: nothing reads them. */
const UNUSED = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/info',
  'var/cache/apt',
  'var/lib/apt/lists',
  'var/log',
  'dev',
];

/** debootstrap mounts: it does so in namespaces of its own. */
const alone = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private', '--'];

const SCRIPTS = '/usr/share/debootstrap/scripts';

export async function baseLayer(base: Base): Promise<string> {
  const made = await cached(`cluster-base-${base.suite}-${digest([base, UNUSED])}`, async (directory) => {
    const root = path.join(directory, 'root');
    const packages = `--include=${base.packages.join(',')}`;
    // No mirror: its own. A release that is newer than debootstrap has no script of its own there; sid's does for it.
    await command([...alone, 'debootstrap', '--variant=minbase', packages, base.suite, root, '', path.join(SCRIPTS, 'sid')]);
    for (const unused of UNUSED) rmSync(path.join(root, unused), { recursive: true, force: true });
    for (const empty of ['var/log', 'dev', 'var/cache/apt']) mkdirSync(path.join(root, empty), { recursive: true });
    await archive(root, path.join(directory, 'layer.tar'));
    rmSync(root, { recursive: true });
  });
  return path.join(made, 'layer.tar');
}

/** Parts with what they are copied from as it is now: a program of another release has another path. */
export const resolved = (parts: readonly Part[]): readonly Part[] =>
  parts.map((part) => ('from' in part ? { ...part, from: source(part.from) } : part));

export async function partsLayer(parts: readonly Part[]): Promise<string | undefined> {
  if (parts.length === 0) return undefined;
  const made = await cached(`cluster-layer-${digest(parts)}`, async (directory) => {
    const root = path.join(directory, 'root');
    mkdirSync(root);
    for (const part of parts) place(root, part);
    await archive(root, path.join(directory, 'layer.tar'));
    rmSync(root, { recursive: true });
  });
  return path.join(made, 'layer.tar');
}

function place(root: string, part: Part): void {
  const to = path.join(root, part.to);
  mkdirSync(path.dirname(to), { recursive: true });
  if ('link' in part) return symlinkSync(part.link, to);
  if ('text' in part) return writeFileSync(to, part.text, { mode: 0o755 });
  const left = (part.without ?? []).map((name) => path.join(part.from, name));
  cpSync(part.from, to, { recursive: true, verbatimSymlinks: true, filter: (file) => !left.includes(file) });
}

function source(from: string): string {
  if (path.isAbsolute(from)) return realpathSync(from);
  // Unpacked by scripts/test-tools/debian-programs.bash, with the libraries that they need.
  if (from.startsWith('debian-programs/'))
    return path.join(path.dirname(realpathSync(path.join(toolCache, 'bin/pgbackrest'))), '../root', from.slice('debian-programs/'.length));
  if (from !== 'python/site-packages') return realpathSync(path.join(toolCache, from));
  return realpathSync(path.join(path.dirname(realpathSync(path.join(toolCache, 'bin/patroni'))), '../lib/python3.11/site-packages'));
}

const archive = (root: string, to: string) =>
  command(['tar', '--sort=name', '--mtime=@0', '--numeric-owner', '--create', `--file=${to}`, `--directory=${root}`, '.']);
