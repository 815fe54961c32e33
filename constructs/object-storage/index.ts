import type { Construct } from 'constructs';
import type { ObjectStorageConfig } from '../../config';
import type { Placement, SecretReference } from '../contracts';
import { ExternalObjectStorage } from './external/external';
import { S3 } from './s3/s3';
import { Versitygw } from './versitygw/versitygw';

/** What a bucket is for. */
export type BucketPurpose = 'assets' | 'backups';

/** How a pod may use a bucket: with keys, or because of who it is. */
export type BucketAccess =
  { readonly by: 'keys'; readonly secret: SecretReference } | { readonly by: 'pod-identity'; readonly policyArn: string };

/** Buckets behind the S3 protocol, whatever runs them. */
export interface ObjectStorage {
  /** URL of the S3 interface. */
  readonly endpoint: string;
  /** What requests are signed for. */
  readonly region: string;
  /** Names. */
  readonly buckets: Readonly<Record<BucketPurpose, string>>;
  /** One identity a bucket. */
  readonly access: Readonly<Record<BucketPurpose, BucketAccess>>;
}

export interface ObjectStorageProps {
  readonly config: ObjectStorageConfig;
  readonly placement: Placement;
  /** Whether Terraform refuses to destroy a volume or a bucket. */
  readonly deletionProtection: boolean;
  /** `secrets.revision` of the environment. */
  readonly secretsRevision: number;
}

/** Among the constructs, only this function asks for the engine. */
export function createObjectStorage(scope: Construct, id: string, { config, placement, ...props }: ObjectStorageProps): ObjectStorage {
  if (config.engine === 'external') return new ExternalObjectStorage(scope, id, { config });
  if (config.engine === 'versitygw' && placement.kind === 'kubernetes') return new Versitygw(scope, id, { config, placement, ...props });
  if (config.engine === 's3' && placement.kind === 'aws') {
    return new S3(scope, id, { config, placement, deletionProtection: props.deletionProtection });
  }
  throw new Error(`${scope.node.path}/${id}: ${config.engine} does not run on ${placement.kind}`); // config does not let it be written
}
