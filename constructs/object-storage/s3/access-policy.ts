import type { BucketPurpose } from '..';
import { policy } from '../../aws/policy';
import { bucketArns } from '../../aws/private-bucket';

/** Also the parts of an upload in parts: to see what is there, and to give it up. */
const WRITE = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
/** To look at an object (HEAD) is the same permission as to read it. */
const READ = ['s3:GetObject'];
const DELETE = ['s3:DeleteObject'];
const LIST = ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:GetBucketLocation'];

/**
 * What an identity may do with the objects in a bucket. Backups are written, looked at to check the upload, and restored, but no version of
 * them is ever deleted: whoever gets hold of this identity cannot take the backups away.
 */
const objectActions: Readonly<Record<BucketPurpose, readonly string[]>> = {
  assets: [...WRITE, ...READ, ...DELETE],
  backups: [...WRITE, ...READ],
};

export interface AccessPolicyProps {
  readonly purpose: BucketPurpose;
  readonly bucket: string;
  readonly kmsKeyArn: string;
  readonly region: string;
}

/**
 * What a pod may do that uses one bucket, and its key by way of S3 only. An upload in parts has to read them when it ends, so it needs
 * `kms:Decrypt` too: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
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
