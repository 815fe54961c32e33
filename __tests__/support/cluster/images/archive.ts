/** Images in one directory, as https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md has it. */
import { createHash } from 'node:crypto';
import { createReadStream, linkSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fullReference, type Image } from './image';

interface Blob {
  readonly digest: string;
  readonly size: number;
}

/** `layers` are archives on the same disk. */
export interface LayeredImage {
  readonly image: Image;
  readonly layers: readonly string[];
}

const CREATED = '2026-01-01T00:00:00Z';

export async function writeLayout(directory: string, images: readonly LayeredImage[]): Promise<void> {
  const blobs = path.join(directory, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const known = new Map<string, Promise<Blob>>();
  const layerBlob = (file: string) => {
    const blob = known.get(file) ?? linkBlob(blobs, file);
    known.set(file, blob);
    return blob;
  };
  const jsonBlob = (value: object): Blob => {
    const text = JSON.stringify(value);
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(path.join(blobs, digest), text);
    return { digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
  };

  const manifests = [];
  for (const { image, layers } of images) {
    const archived = [];
    for (const layer of layers) archived.push(await layerBlob(layer));
    const { Volumes: volumes, ...config } = image.config;
    const described = jsonBlob({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      created: CREATED,
      config: { ...config, ...(volumes && { Volumes: Object.fromEntries(volumes.map((volume) => [volume, {}])) }) },
      rootfs: { type: 'layers', diff_ids: archived.map(({ digest }) => digest) },
      history: archived.map(() => ({ created: CREATED })),
    });
    const manifest = jsonBlob({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...described },
      layers: archived.map((layer) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer })),
    });
    manifests.push({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      ...manifest,
      annotations: { 'io.containerd.image.name': fullReference(image.reference) },
    });
  }
  writeFileSync(path.join(directory, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(path.join(directory, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

async function linkBlob(blobs: string, file: string): Promise<Blob> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const digest = hash.digest('hex');
  const to = path.join(blobs, digest);
  rmSync(to, { force: true });
  linkSync(file, to);
  return { digest: `sha256:${digest}`, size: statSync(file).size };
}
