import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { policy, type Statement } from './policy';

export interface PrivateBucketProps {
  /** Its name, of which there is one in the world. */
  readonly name: string;
  /** Key of its objects; null: one that S3 keeps. */
  readonly kmsKeyArn: string | null;
  /** Bucket policy: statements beyond IAM, and a denial of requests without TLS. */
  readonly statements: readonly Statement[];
  /** Whether Terraform refuses to destroy it; without, it is emptied first. */
  readonly deletionProtection: boolean;
}

/** The bucket and everything in it. */
export const bucketArns = (name: string): readonly [bucket: string, objects: string] => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`];

/** Nobody comes in clear text or with an old TLS, whatever else allows it. */
function tlsOnly(name: string): readonly Statement[] {
  const deny = { Effect: 'Deny', Principal: '*', Action: ['s3:*'], Resource: bucketArns(name) } as const;
  return [
    { Sid: 'TlsOnly', ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Sid: 'Tls12OrNewer', ...deny, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
  ];
}

/** A bucket that is nobody's but the account's: versioned, encrypted, by TLS only, without ACLs. */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  /** What a lifecycle needs first: it speaks of versions. */
  readonly versioning: S3BucketVersioningA;
  /** What whoever writes to it needs first: it says who may. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, 'Resource', {
      bucket: props.name,
      forceDestroy: !props.deletionProtection,
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    const bucket = this.bucket.id;
    new S3BucketOwnershipControls(this, 'Ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
    this.versioning = new S3BucketVersioningA(this, 'Versioning', { bucket, versioningConfiguration: { status: 'Enabled' } });
    new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault:
            props.kmsKeyArn === null ? { sseAlgorithm: 'AES256' } : { sseAlgorithm: 'aws:kms', kmsMasterKeyId: props.kmsKeyArn },
          // One call of KMS for many objects.
          bucketKeyEnabled: props.kmsKeyArn === null ? undefined : true,
          // With a key of the client's own, whoever may write could make objects unreadable to the account.
          blockedEncryptionTypes: ['SSE-C'],
        },
      ],
    });
    const closed = new S3BucketPublicAccessBlock(this, 'PublicAccess', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.policy = new S3BucketPolicy(this, 'Policy', {
      bucket,
      policy: policy([...tlsOnly(props.name), ...props.statements]),
      // S3 refuses two changes of a bucket's access at the same time.
      dependsOn: [closed],
    });
  }
}
