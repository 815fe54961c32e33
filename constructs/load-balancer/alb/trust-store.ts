import { LbTrustStore } from '@cdktf/provider-aws/lib/lb-trust-store';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { Construct } from 'constructs';
import { literal } from '../../terraform/literal';
import { LoggedBucket } from '../../aws/logged-bucket';
import { bucketName } from '../../aws/bucket-names';
import type { AwsPlacement } from '../../contracts';
import { trustStoreName } from './names';
import type { Surroundings } from '../../../config';

export interface TrustStoreProps {
  readonly placement: AwsPlacement;
  /** In PEM form; null: nobody is asked for a certificate. */
  readonly certificates: string | null;
  readonly surroundings: Surroundings;
}

/** Days for which certificates of a former authority can still be looked up. */
const NONCURRENT_DAYS = 90;

/**
 * The authorities whose certificates a client has to show. The load balancer takes them from an object in a bucket, once, so it is told the
 * version: other certificates are another version, which it takes over in place.
 */
export class TrustStore extends Construct {
  /** Null: there is none. */
  readonly arn: string | null;

  constructor(scope: Construct, id: string, { placement, certificates, surroundings: { deletionProtection } }: TrustStoreProps) {
    super(scope, id);
    // There in any case: where it is protected, asking for certificates could not be switched off otherwise.
    const { bucket, versioning } = new LoggedBucket(this, 'Bucket', {
      name: bucketName(placement, 'origin-pull'),
      kmsKeyArn: null, // certificates are public, and it is not said that the load balancer can read with a key of ours
      logBucket: placement.logBucket,
      deletionProtection,
      objectLock: null,
      lifecycle: { noncurrentVersionExpiration: [{ noncurrentDays: NONCURRENT_DAYS }] },
    });
    if (certificates === null) {
      this.arn = null;
      return;
    }
    const object = new S3Object(this, 'Certificates', {
      bucket: bucket.id,
      key: 'certificates.pem',
      content: literal(certificates),
      contentType: 'application/x-pem-file',
      dependsOn: [versioning],
    });
    this.arn = new LbTrustStore(this, 'Resource', {
      name: trustStoreName(placement.environment),
      caCertificatesBundleS3Bucket: bucket.id,
      caCertificatesBundleS3Key: object.key,
      caCertificatesBundleS3ObjectVersion: object.versionId,
      // The listener lets go of it before it is deleted, which is refused while it is in use.
      lifecycle: { createBeforeDestroy: true },
    }).arn;
  }
}
