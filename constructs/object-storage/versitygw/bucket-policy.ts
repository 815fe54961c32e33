import type { BucketPurpose } from '..';

/** Both parts of an upload in parts belong to it: to see what is there, and to give it up. */
const WRITE = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
const READ = ['s3:GetObject'];
const DELETE = ['s3:DeleteObject'];
const LIST = ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation'];

/**
 * What the identity of a bucket may do with the objects in it. Backups are written, read back to be checked, and restored, but never deleted:
 * whoever gets hold of these keys cannot take the backups away.
 */
const objectActions: Readonly<Record<BucketPurpose, readonly string[]>> = {
  assets: [...WRITE, ...READ, ...DELETE],
  backups: [...WRITE, ...READ],
};

/**
 * The policy of one bucket: its own identities, by their access keys, and nobody else.
 * https://github.com/versity/versitygw/wiki/Bucket-Policies
 */
export const bucketPolicy = (purpose: BucketPurpose, bucket: string, accessKeys: readonly string[]): string => {
  const allow = (actions: readonly string[], resource: string) => ({
    Effect: 'Allow',
    Principal: { AWS: accessKeys },
    Action: actions,
    Resource: `arn:aws:s3:::${resource}`,
  });
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [allow(objectActions[purpose], `${bucket}/*`), allow(LIST, bucket)],
  });
};
