import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Statement } from './policy';
import { bucketArns, PrivateBucket } from './private-bucket';

export interface LogBucketProps {
  /** First part of its name, and of the names of the buckets that may log to it. */
  readonly prefix: string;
  readonly accountId: string;
  readonly region: string;
  readonly retentionDays: number;
  /** Whether load balancers write to it too, and not only buckets. */
  readonly loadBalancers: boolean;
  /** Whether Terraform refuses to destroy it. */
  readonly deletionProtection: boolean;
}

/** Days that what was overwritten or deleted can still be had. */
const NONCURRENT_DAYS = 30;

/**
 * Who may write logs. Load balancers of any account write below the account's number, so the path keeps other accounts out.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function logDelivery(
  bucket: string,
  { prefix, accountId, loadBalancers }: Pick<LogBucketProps, 'prefix' | 'accountId' | 'loadBalancers'>,
): readonly Statement[] {
  const [arn, objects] = bucketArns(bucket);
  const logsOfLoadBalancers: Statement = {
    Sid: 'LogsOfLoadBalancers',
    Effect: 'Allow',
    Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    Action: ['s3:PutObject'],
    // With a prefix of the load balancer's choice, or without.
    Resource: [`${arn}/AWSLogs/${accountId}/*`, `${arn}/*/AWSLogs/${accountId}/*`],
  };
  return [
    ...(loadBalancers ? [logsOfLoadBalancers] : []),
    {
      Sid: 'LogsOfBuckets',
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: ['s3:PutObject'],
      Resource: objects,
      Condition: {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${prefix}-*` },
      },
    },
  ];
}

/** Access logs of load balancers and buckets. Neither service can write to a bucket with a KMS key. */
export class LogBucket extends Construct {
  readonly name: string;
  /** Resources that must exist before anything is told to log to it. */
  readonly delivery: ITerraformDependable;

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    this.name = `${props.prefix}-logs-${props.accountId}-${props.region}`;
    const { bucket, versioning, policy } = new PrivateBucket(this, 'Bucket', {
      name: this.name,
      kmsKeyArn: null,
      statements: logDelivery(this.name, props),
      deletionProtection: props.deletionProtection,
    });
    this.delivery = policy;
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket: bucket.id,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: props.retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}
