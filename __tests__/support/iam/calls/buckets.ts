import type { Row, Rows } from '../row';

/**
 * S3. Many calls are allowed by an action of another name, HeadObject by GetObject for one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html (November 2026)
 */
const NAMED = 'arn:aws:s3:::{bucket}';

/** A part of a bucket's configuration: it is read and written by one action each, and removed by writing none. */
const part = (file: string, read: string, write: string): Row => ({
  source: `s3/${file}.go`,
  id: '{bucket}',
  read: { [NAMED]: [read] },
  create: { [NAMED]: [write] },
  update: { [NAMED]: [write] },
  delete: { [NAMED]: [write] },
});

const OBJECT = 'arn:aws:s3:::{bucket}/{key}';

export const buckets: Rows = {
  aws_s3_bucket: {
    source: 's3/bucket.go',
    arn: NAMED,
    id: '{bucket}',
    // All that its older attributes speak of, set or not.
    read: {
      [NAMED]: [
        's3:GetAccelerateConfiguration',
        's3:GetBucketAcl',
        's3:GetBucketCORS',
        's3:GetBucketLocation',
        's3:GetBucketLogging',
        's3:GetBucketObjectLockConfiguration',
        's3:GetBucketPolicy',
        's3:GetBucketRequestPayment',
        's3:GetBucketTagging',
        's3:GetBucketVersioning',
        's3:GetBucketWebsite',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:GetReplicationConfiguration',
        's3:ListBucket',
        's3:ListTagsForResource',
      ],
    },
    create: {
      [NAMED]: [
        's3:CreateBucket',
        's3:PutBucketObjectLockConfiguration',
        's3:PutBucketTagging',
        's3:PutBucketVersioning',
        's3:TagResource',
      ],
    },
    update: { [NAMED]: ['s3:PutBucketTagging', 's3:TagResource', 's3:UntagResource'] },
    delete: { [NAMED]: ['s3:DeleteBucket', 's3:ListBucketVersions'] },
  },
  aws_s3_bucket_lifecycle_configuration: part(
    'bucket_lifecycle_configuration',
    's3:GetLifecycleConfiguration',
    's3:PutLifecycleConfiguration',
  ),
  aws_s3_bucket_logging: part('bucket_logging', 's3:GetBucketLogging', 's3:PutBucketLogging'),
  aws_s3_bucket_metric: part('bucket_metric', 's3:GetMetricsConfiguration', 's3:PutMetricsConfiguration'),
  aws_s3_bucket_object_lock_configuration: part(
    'bucket_object_lock_configuration',
    's3:GetBucketObjectLockConfiguration',
    's3:PutBucketObjectLockConfiguration',
  ),
  aws_s3_bucket_ownership_controls: part('bucket_ownership_controls', 's3:GetBucketOwnershipControls', 's3:PutBucketOwnershipControls'),
  aws_s3_bucket_policy: {
    ...part('bucket_policy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'),
    delete: { [NAMED]: ['s3:DeleteBucketPolicy'] },
  },
  aws_s3_bucket_public_access_block: part('bucket_public_access_block', 's3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'),
  aws_s3_bucket_server_side_encryption_configuration: part(
    'bucket_server_side_encryption_configuration',
    's3:GetEncryptionConfiguration',
    's3:PutEncryptionConfiguration',
  ),
  aws_s3_bucket_versioning: part('bucket_versioning', 's3:GetBucketVersioning', 's3:PutBucketVersioning'),
  aws_s3_object: {
    source: 's3/object.go',
    arn: OBJECT,
    read: { [OBJECT]: ['s3:GetObject', 's3:GetObjectTagging'], [NAMED]: ['s3:ListBucket'] },
    create: { [OBJECT]: ['s3:PutObject', 's3:PutObjectTagging'] },
    update: { [OBJECT]: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObjectTagging'] },
    delete: { [OBJECT]: ['s3:DeleteObject', 's3:DeleteObjectVersion'], [NAMED]: ['s3:ListBucketVersions'] },
  },
};
