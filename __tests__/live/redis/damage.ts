/** What may have become of a member's files when it starts. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Damage {
  readonly title: string;
  /** `data` is the member's volume; `other` that of a member of another shard. */
  readonly harm: (data: string, other: string) => void;
  /** What the member says. */
  readonly says: RegExp;
  /** Tried with a master too that nobody has missed yet. */
  readonly atOnce?: true;
}

/** Redis reads what there is. */
const asItIs = /^(?!.*starts empty)/s;

const nodesConf = (data: string) => path.join(data, 'nodes.conf');
const log = (data: string) => path.join(data, 'appendonlydir');
const manifest = (data: string) => path.join(log(data), 'appendonly.aof.manifest');
const ofKind = (data: string, kind: string) =>
  readdirSync(log(data)).flatMap((name) => (name.includes(kind) ? [path.join(log(data), name)] : []));
const cut = (file: string, share: number) => truncateSync(file, Math.floor(readFileSync(file).length * share));
const rewrite = (file: string, change: (text: string) => string) => writeFileSync(file, change(readFileSync(file, 'utf8')));

/** Of what a member knows of the cluster. */
export const membershipDamages: readonly Damage[] = [
  { title: 'nothing', harm: () => undefined, says: asItIs },
  {
    title: 'nodes.conf is empty',
    harm: (data) => writeFileSync(nodesConf(data), ''),
    says: /nodes\.conf is empty or cut\. .* starts empty/,
  },
  {
    title: 'nodes.conf is cut in the middle',
    harm: (data) => cut(nodesConf(data), 0.5),
    says: /nodes\.conf is empty or cut\. .* starts empty/,
  },
  {
    title: 'nodes.conf lacks its last line',
    harm: (data) => rewrite(nodesConf(data), (text) => text.replace(/vars.*\n/, '')),
    says: /nodes\.conf is cut or damaged\. .* starts empty/,
  },
  {
    title: 'nodes.conf is full of zeros',
    harm: (data) => writeFileSync(nodesConf(data), Buffer.alloc(512)),
    says: /nodes\.conf is (empty or cut|cut or damaged)\. .* starts empty/,
  },
  { title: 'nodes.conf is gone', harm: (data) => rmSync(nodesConf(data)), says: /there are keys\. .* starts empty/ },
  {
    title: 'nodes.conf is older than the keys',
    harm: (data) => rewrite(nodesConf(data), (text) => text.replace(/myself,slave \S+/, 'myself,master -')),
    says: /there are keys\. .* starts empty/,
  },
  {
    title: 'the volume is that of a member of another shard',
    harm: (data, other) => {
      rmSync(data, { recursive: true });
      cpSync(other, data, { recursive: true });
    },
    says: /nodes\.conf belongs to redis-\S+\. .* starts empty/,
  },
];

/** Of a member's keys. */
export const keyDamages: readonly Damage[] = [
  {
    atOnce: true,
    title: 'the append-only file is gone',
    harm: (data) => rmSync(log(data), { recursive: true }),
    says: /manifest .* is absent or cut\. .* starts empty/,
  },
  {
    title: 'its directory is empty',
    harm: (data) => (rmSync(log(data), { recursive: true }), mkdirSync(log(data)), undefined),
    says: /is absent or cut\. .* starts empty/,
  },
  { title: 'its manifest is empty', harm: (data) => writeFileSync(manifest(data), ''), says: /is absent or cut\. .* starts empty/ },
  { title: 'its manifest is cut in a line', harm: (data) => cut(manifest(data), 0.7), says: /is absent or cut\. .* starts empty/ },
  {
    atOnce: true,
    title: 'its manifest is older than its files',
    harm: (data) => rewrite(manifest(data), (text) => text.replace(/.* type i\n/g, '')),
    says: /the manifest is older than \S+\. .* starts empty/,
  },
  {
    title: 'a file of its manifest is gone',
    harm: (data) => ofKind(data, '.incr.').forEach((file) => rmSync(file)),
    says: /is absent\. .* starts empty/,
  },
  {
    title: 'its first part is empty',
    harm: (data) => ofKind(data, '.base.').forEach((file) => writeFileSync(file, '')),
    says: /absent or empty\. .* starts empty/,
  },
  {
    atOnce: true,
    title: 'its first part is cut',
    harm: (data) => ofKind(data, '.base.').forEach((file) => cut(file, 0.5)),
    says: /redis-check-aof refuses .* starts empty/,
  },
  {
    title: 'its last part has a hole',
    harm: (data) =>
      ofKind(data, '.incr.').forEach((file) => rewrite(file, (text) => `${text.slice(0, 20)}${'\0'.repeat(20)}${text.slice(40)}`)),
    says: /redis-check-aof refuses .* starts empty/,
  },
  { title: 'its last part is cut', harm: (data) => ofKind(data, '.incr.').forEach((file) => cut(file, 0.9)), says: asItIs },
];
