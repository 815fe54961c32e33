import type { BucketPurpose } from '..';
import { policy } from '../../aws/policy';
import { bucketArns } from '../../aws/private-bucket';

/** Includes multipart uploads: listing their parts and aborting them. */
const WRITE = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
/** Reading an object's metadata (HEAD) needs the same permission as reading it. */
const READ = ['s3:GetObject'];
const DELETE = ['s3:DeleteObject'];
const LIST = ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation'];

/**
 * What an identity may do with the objects in a bucket. Backups are written, inspected to verify the upload, restored, and hidden by a delete
 * marker when their time is over, but no version of one is deleted: what somebody hides who steals this identity can be brought back for
 * `noncurrentDays`. docs/adr/017-dumps-and-how-they-expire.md
 */
const objectActions: Readonly<Record<BucketPurpose, readonly string[]>> = {
  assets: [...WRITE, ...READ, ...DELETE],
  backups: [...WRITE, ...READ, ...DELETE],
};

export interface AccessPolicyProps {
  readonly purpose: BucketPurpose;
  readonly bucket: string;
  readonly kmsKeyArn: string;
  readonly region: string;
}

/**
 * Permissions of a pod that uses one bucket, and its key through S3 only. Completing a multipart upload reads the parts, so it also needs
 * `kms:Decrypt`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export function accessPolicy({ purpose, bucket, kmsKeyArn, region }: AccessPolicyProps): string {
  const [whole, objects] = bucketArns(bucket);
  return policy([
    { Sid: 'Objects', Effect: 'Allow', Action: objectActions[purpose], Resource: objects },
    { Sid: 'Bucket', Effect: 'Allow', Action: LIST, Resource: whole },
    {
      Sid: 'Key',
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: kmsKeyArn,
      Condition: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
    },
  ]);
}
