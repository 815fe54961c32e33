import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { S3BucketMetric } from '@cdktf/provider-aws/lib/s3-bucket-metric';
import { Construct } from 'constructs';
import type { S3Config, Surroundings } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import type { AwsPlacement } from '../../contracts';
import type { BucketAccess, BucketPurpose, ObjectStorage, OwnedObjectStorage } from '..';
import { accessPolicy } from './access-policy';
import { LoggedBucket, type LoggedBucketProps } from '../../aws/logged-bucket';
import { bucketName } from '../../aws/bucket-names';

export interface S3Props {
  readonly config: S3Config;
  readonly placement: AwsPlacement;
  readonly surroundings: Surroundings;
}

/** S3 buckets. A pod is authorized by its identity; there are no keys. Stateful. */
export class S3 extends Construct implements OwnedObjectStorage {
  readonly endpoint: string;
  readonly region: string;
  readonly buckets: ObjectStorage['buckets'];
  readonly access: ObjectStorage['access'];
  readonly resources = [];

  constructor(scope: Construct, id: string, { config, placement, surroundings: { deletionProtection } }: S3Props) {
    super(scope, id);
    const { region } = placement;
    const { assets, backups } = config;
    this.endpoint = `https://s3.${region}.amazonaws.com`;
    this.region = region;
    this.buckets = { assets: bucketName(placement, 'assets'), backups: bucketName(placement, 'backups') };

    const make = (purpose: BucketPurpose, props: Pick<LoggedBucketProps, 'objectLock' | 'lifecycle'>): BucketAccess => {
      const name = this.buckets[purpose];
      const kmsKeyArn = placement.kmsKeyArns[purpose];
      const { bucket } = new LoggedBucket(this, constructId(purpose), {
        ...{ name, kmsKeyArn, logBucket: placement.logBucket, deletionProtection },
        ...props,
      });
      // Requests and errors are counted only if a filter asks for it; the alerts look for this name, which means the whole bucket.
      new S3BucketMetric(this, `${constructId(purpose)}Requests`, { bucket: bucket.id, name: 'EntireBucket' });
      const policy = new IamPolicy(this, `${constructId(purpose)}Access`, {
        name: `${placement.environment}-bucket-${purpose}`,
        description: `What pods may do with the bucket ${name}.`,
        policy: accessPolicy({ purpose, bucket: name, kmsKeyArn, region }),
      });
      return { by: 'pod-identity', policyArn: policy.arn };
    };

    this.access = {
      assets: make('assets', {
        objectLock: null,
        lifecycle: {
          noncurrentVersionExpiration: [{ noncurrentDays: assets.noncurrentDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
        },
      }),
      backups: make('backups', {
        // Enabled from the start even where nothing is locked: only a new bucket can get it.
        objectLock: { days: backups.lock.enabled ? backups.lock.days : null },
        lifecycle: {
          noncurrentVersionExpiration: [{ noncurrentDays: backups.noncurrentDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          transition: backups.archiveAfterDays === null ? undefined : [{ days: backups.archiveAfterDays, storageClass: 'GLACIER_IR' }],
        },
      }),
    };
  }
}
