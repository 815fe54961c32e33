import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import type { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { PrivateBucket } from './private-bucket';

export interface LoggedBucketProps {
  /** Its physical name. */
  readonly name: string;
  /** Key of KMS that encrypts it; null: S3's own. */
  readonly kmsKeyArn: string | null;
  /** Bucket for its access logs. */
  readonly logBucket: string;
  /** Whether Terraform refuses to destroy it; without, it is emptied first. */
  readonly deletionProtection: boolean;
  /** Null: its objects can never be locked. `days`: days in which nobody can delete a version without the permission to bypass the lock; null: none is locked. */
  readonly objectLock: { readonly days: number | null } | null;
  /** What happens to its objects in the course of time. */
  readonly lifecycle: Omit<S3BucketLifecycleConfigurationRule, 'id' | 'status' | 'filter' | 'prefix' | 'abortIncompleteMultipartUpload'>;
}

/** Days after which the parts of an upload that never ended are given up: no upload of ours takes a day. */
const ABORT_UPLOAD_DAYS = 7;

/** Prefix of its logs in the log bucket; account, region, bucket and day follow. */
const ACCESS_LOG_PREFIX = 's3/';

/** A private bucket with a log of who read what, and an end for what is in it. Stateful where it is protected. */
export class LoggedBucket extends Construct {
  readonly bucket: S3Bucket;
  /** Without it an object has no version. */
  readonly versioning: S3BucketVersioningA;

  constructor(scope: Construct, id: string, props: LoggedBucketProps) {
    super(scope, id);
    const { name, kmsKeyArn, objectLock, deletionProtection } = props;
    const made = new PrivateBucket(this, 'Bucket', { name, kmsKeyArn, statements: [], deletionProtection });
    this.bucket = made.bucket;
    this.versioning = made.versioning;
    this.bucket.objectLockEnabled = objectLock !== null;
    const bucket = this.bucket.id;
    new S3BucketLoggingA(this, 'AccessLog', {
      bucket,
      targetBucket: props.logBucket,
      targetPrefix: ACCESS_LOG_PREFIX,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: 'EventTime' } },
    });
    // The one of its kind for this bucket: two would overwrite each other (terraform-provider-aws#25939).
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [
        {
          id: 'all',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: ABORT_UPLOAD_DAYS }],
          ...props.lifecycle,
        },
      ],
      dependsOn: [this.versioning],
    });
    if (objectLock === null || objectLock.days === null) return;
    new S3BucketObjectLockConfigurationA(this, 'ObjectLock', {
      bucket,
      rule: { defaultRetention: { mode: 'GOVERNANCE', days: objectLock.days } },
      dependsOn: [this.versioning],
    });
  }
}
