import type { BucketPurpose } from '..';

/** Includes multipart uploads: listing their parts and aborting them. */
const WRITE = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
const READ = ['s3:GetObject'];
const DELETE = ['s3:DeleteObject'];
const LIST = ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation'];

/**
 * What a bucket's identity may do with the objects in it. Backups are written, read back to be verified, restored, and deleted when their time
 * is over; pgBackRest does so in the archive (docs/adr/016-the-archive-of-changes.md). This server keeps no versions, so somebody who steals
 * these keys can delete the backups: docs/adr/017-dumps-and-how-they-expire.md.
 */
const objectActions: Readonly<Record<BucketPurpose, readonly string[]>> = {
  assets: [...WRITE, ...READ, ...DELETE],
  backups: [...WRITE, ...READ, ...DELETE],
};

/**
 * Policy of one bucket: its own identities, by their access keys, and nobody else.
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
