/** What containerd keeps of all images, unpacked: made once, and copied by hard links for every node. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findProgram, toolCache } from '../../live';
import { command, searchPath, startMachine } from '../machine';
import { containerdConfig } from '../node-configuration';
import { writeLayout, type LayeredImage } from './archive';
import type { Image } from './image';
import { baseLayer, cached, digest, partsLayer, resolved } from './layers';
import { bases, table } from './table';

/** What describeLive must find to make it. */
export const imagePrograms = ['containerd', 'ctr', 'runc', 'debootstrap', 'busybox', 'unshare', 'nsenter', 'tar'] as const;
export type ImagePrograms = Readonly<Record<'containerd' | 'ctr', string>>;

const PATIENCE_SECONDS = 60;
/** Raised when what is written changes. */
const FORMAT = 1;
const PREFIX = 'cluster-images-';

/** A directory of the cache; several minutes when nothing of it is there. */
export async function imageStore(images: readonly Image[], programs: ImagePrograms, environment: Readonly<Record<string, string>>) {
  const recipes = images.map((image) => ({ ...image, base: image.base && bases[image.base], parts: resolved(image.parts) }));
  const store = await cached(`${PREFIX}${digest([FORMAT, recipes, containerdConfig('')])}`, async (directory) => {
    const layered: LayeredImage[] = [];
    for (const [index, { base, parts }] of recipes.entries()) {
      const layers = [base && (await baseLayer(base)), await partsLayer(parts)].filter((layer) => typeof layer === 'string');
      layered.push({ image: images[index] as Image, layers });
    }
    const layout = mkdtempSync(path.join(directory, 'layout-'));
    await writeLayout(layout, layered);
    await load(directory, layout, programs, environment);
    rmSync(layout, { recursive: true });
  });
  prune(store);
  return store;
}

/** Takes away those of earlier recipes but for the newest: another branch may use it. Nodes have links of their own. */
function prune(store: string): void {
  const others = readdirSync(toolCache)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => path.join(toolCache, name))
    .filter((other) => other !== store)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const other of others.slice(1)) rmSync(other, { recursive: true, force: true });
}

/** All of the table, as it is when this machine has none yet. */
export const buildImages = (): Promise<string> =>
  imageStore(table, { containerd: findProgram('containerd') ?? '', ctr: findProgram('ctr') ?? '' }, searchPath);

async function load(
  directory: string,
  layout: string,
  programs: ImagePrograms,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const machine = await startMachine('images', environment);
  try {
    const config = path.join(directory, 'containerd.toml');
    writeFileSync(config, containerdConfig(directory));
    mkdirSync(path.join(directory, 'containerd'));
    await machine.run('mount -t tmpfs tmpfs /run');
    const containerd = machine.start({ program: programs.containerd, args: [`--config=${config}`], name: 'containerd' });
    const socket = '/run/containerd/containerd.sock';
    await containerd.waitUntil('listens', () => machine.run(`test -S ${socket}`).then(() => true), PATIENCE_SECONDS);
    await machine.run(`tar --create --directory=${layout} . | ${programs.ctr} --namespace=k8s.io images import --digests=false -`);
    rmSync(config);
  } finally {
    await machine.stop();
  }
}

/**
 * Layers are read and never written to, so every node may have the same files; the data base is written to. `environment` marks the copying
 * as the cluster's: where its process is killed, whoever takes its files away has to end that too.
 */
export async function copyStore(store: string, to: string, environment: Readonly<Record<string, string>>): Promise<void> {
  await command(['cp', '--archive', '--link', path.join(store, 'containerd'), to], '', environment);
  for (const file of ['io.containerd.metadata.v1.bolt/meta.db', 'io.containerd.snapshotter.v1.overlayfs/metadata.db'])
    await command(['sh', '-euc', 'cp --archive "$1" "$1.own" && mv "$1.own" "$1"', 'sh', path.join(to, file)], '', environment);
}
