import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { Construct } from 'constructs';
import { BOOTSTRAP_PREFIX, STATE_KEY_ALIAS, stateBucketName, type BootstrapConfig } from '../../config';
import { throughServicesOnly } from '../aws/key-policy';
import { EncryptionKey } from '../aws/encryption-key';
import { LogBucket } from '../aws/log-bucket';
import { PrivateBucket } from '../aws/private-bucket';
import { stateGuards } from './state-access';

export interface StateBucketProps {
  readonly config: Pick<BootstrapConfig, 'accountId' | 'region' | 'accessLogRetentionDays'>;
}

/** Earlier versions of a state: the newest ones are kept forever, so that even after a quiet year one can be restored. */
const KEPT_VERSIONS = 50;

/** Days after which a version beyond those goes. */
const VERSION_DAYS = 90;

/** Where Terraform keeps its states: versioned, under a key of its own, logged, and never deleted from. */
export class StateBucket extends Construct {
  readonly name: string;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, { config }: StateBucketProps) {
    super(scope, id);
    const { accountId, region } = config;
    const key = new EncryptionKey(this, 'Key', {
      alias: STATE_KEY_ALIAS,
      description: 'States of Terraform',
      policy: throughServicesOnly(config, ['s3']),
      deletionProtection: true,
    });
    this.name = stateBucketName(config);
    this.keyArn = key.arn;
    const { bucket, versioning } = new PrivateBucket(this, 'Bucket', {
      name: this.name,
      kmsKeyArn: key.arn,
      statements: stateGuards(this.name, key.arn),
      deletionProtection: true,
    });
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket: bucket.id,
      rule: [
        {
          id: 'versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: VERSION_DAYS, newerNoncurrentVersions: KEPT_VERSIONS }],
          // Leftovers of locks.
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    const logs = new LogBucket(this, 'Logs', {
      prefix: BOOTSTRAP_PREFIX,
      accountId,
      region,
      retentionDays: config.accessLogRetentionDays,
      loadBalancers: false,
      deletionProtection: true,
    });
    new S3BucketLoggingA(this, 'Logging', {
      bucket: bucket.id,
      targetBucket: logs.name,
      targetPrefix: 'state/',
      dependsOn: [logs.delivery],
    });
  }
}
