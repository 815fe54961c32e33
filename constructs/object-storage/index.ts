import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { ObjectStorageConfig, Surroundings } from '../../config';
import type { Placement, SecretReference } from '../contracts';
import { createEngine, inKubernetes, onAws, type Creators } from '../terraform/engine';
import { ExternalObjectStorage } from './external/external';
import { S3 } from './s3/s3';
import { Versitygw } from './versitygw/versitygw';

/** Purpose of a bucket. */
export type BucketPurpose = 'assets' | 'backups';

/** How a pod is authorized to use a bucket: by keys, or by its identity. */
export type BucketAccess =
  { readonly by: 'keys'; readonly secret: SecretReference } | { readonly by: 'pod-identity'; readonly policyArn: string };

/** Buckets behind the S3 protocol, whichever engine serves them. */
export interface ObjectStorage {
  /** URL of the S3 interface. */
  readonly endpoint: string;
  /** Region that requests are signed for. */
  readonly region: string;
  /** Names of the buckets. */
  readonly buckets: Readonly<Record<BucketPurpose, string>>;
  /** One identity per bucket. */
  readonly access: Readonly<Record<BucketPurpose, BucketAccess>>;
}

/** Object storage in the state that owns it. */
export interface OwnedObjectStorage extends ObjectStorage {
  /** Secrets that a pod of the same state waits for; none where they exist already or there are none. */
  readonly resources: readonly ITerraformDependable[];
}

export interface ObjectStorageProps {
  readonly config: ObjectStorageConfig;
  readonly placement: Placement;
  readonly surroundings: Surroundings;
}

/** Construct of each engine. config rejects an engine that the target cannot run. */
const engines: Creators<ObjectStorageConfig, ObjectStorageProps, OwnedObjectStorage> = {
  external: { create: (scope, id, { config }) => new ExternalObjectStorage(scope, id, { config }) },
  versitygw: {
    create: (scope, id, { config, placement, surroundings }) =>
      new Versitygw(scope, id, { config, placement: inKubernetes(placement), surroundings }),
  },
  s3: {
    create: (scope, id, { config, placement, surroundings }) => new S3(scope, id, { config, placement: onAws(placement), surroundings }),
  },
};

/** Object storage, by the configured engine. */
export function createObjectStorage(scope: Construct, id: string, props: ObjectStorageProps): OwnedObjectStorage {
  return createEngine<ObjectStorageConfig, ObjectStorageProps, OwnedObjectStorage>(engines, scope, id, props);
}
