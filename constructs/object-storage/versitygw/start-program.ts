import type { BucketPurpose } from '..';
import { programFile } from '../../kubernetes';
import { bucketPolicy } from './bucket-policy';

/** Absolute paths of the files that the server reads and writes. */
export interface VersitygwPaths {
  /** Secret keys, one file each: `assets-a`, `assets-b`, `backups-a`, `backups-b`. */
  readonly secrets: string;
  /** tls.crt and tls.key. */
  readonly certificates: string;
  /** Directory that every start recreates; best in memory, because it holds the secret keys. */
  readonly run: string;
  /** Mount path of the volume. */
  readonly data: string;
}

export interface VersitygwOptions {
  /** Address and port, or a colon and a port for all addresses. */
  readonly listen: string;
  /** Region that requests are signed for. */
  readonly region: string;
  /** Names of the buckets. */
  readonly buckets: Readonly<Record<BucketPurpose, string>>;
  readonly tls: boolean;
  readonly paths: VersitygwPaths;
}

/** Health check path: answers as long as the server runs, without a signature. */
export const HEALTH_PATH = '/health';

/** The two slots of a rotation: each has its own access key, and both are always valid. */
const SLOTS = ['a', 'b'] as const;
export const accessKey = (purpose: BucketPurpose, slot: string): string => `${purpose}-${slot}`;

/** Command of the container: it writes buckets, identities and policies, then becomes the server. */
export const startProgram = programFile(__dirname, 'start.sh');

/** Variables of the command. */
export function startEnvironment({ listen, region, buckets, tls, paths }: VersitygwOptions): Record<string, string> {
  const declared = (Object.entries(buckets) as [BucketPurpose, string][]).map(([purpose, name]) => {
    const keys = SLOTS.map((slot) => accessKey(purpose, slot));
    return { name, keys, policy: bucketPolicy(purpose, name, keys) };
  });
  return {
    OBJECT_STORAGE_BUCKETS: declared.map(({ name, policy }) => `${name} ${policy}`).join('\n'),
    OBJECT_STORAGE_IDENTITIES: declared.flatMap(({ keys }) => keys).join(' '),
    OBJECT_STORAGE_LISTEN: listen,
    OBJECT_STORAGE_REGION: region,
    OBJECT_STORAGE_HEALTH_PATH: HEALTH_PATH,
    OBJECT_STORAGE_TLS: tls ? 'yes' : 'no',
    OBJECT_STORAGE_SECRETS: paths.secrets,
    OBJECT_STORAGE_CERTIFICATES: paths.certificates,
    OBJECT_STORAGE_RUN: paths.run,
    OBJECT_STORAGE_DATA: paths.data,
  };
}
