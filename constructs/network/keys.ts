import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import type { KmsKeyPurpose } from '../contracts';
import { keyPolicy } from '../aws/key-policy';
import { policy, type Statement } from '../aws/policy';

export interface EncryptionKeyProps {
  /** The key is called `alias/<alias>`. */
  readonly alias: string;
  /** What it encrypts, for those who look at it in the account. */
  readonly description: string;
  readonly policy: readonly Statement[];
  /** Whether Terraform refuses to destroy it: without it, what it encrypted is lost. */
  readonly deletionProtection: boolean;
}

/** Days between its destruction and the moment when it cannot be had back: the most that KMS offers. */
const DELETION_WINDOW_DAYS = 30;

/** A KMS key that is replaced every year without anyone noticing, and its alias. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'Resource', {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: policy(props.policy),
      tags: { Name: props.alias },
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    new KmsAlias(this, 'Alias', { name: `alias/${props.alias}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** What each key encrypts. A key a class of data: what may read one says nothing about another. */
const purposes: Record<KmsKeyPurpose, string> = {
  postgres: 'the database and its snapshots',
  redis: 'Redis and its snapshots',
  assets: 'the bucket of static files',
  backups: 'the bucket of backups',
  secrets: 'passwords in Secrets Manager',
  logs: 'log groups',
  cluster: 'Secrets of Kubernetes and volumes of nodes and pods',
};

export interface EncryptionKeysProps {
  /** First part of the aliases. */
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  /** Whether Terraform refuses to destroy the keys. */
  readonly deletionProtection: boolean;
}

/** The keys of an environment. */
export class EncryptionKeys extends Construct {
  readonly arns: Readonly<Record<KmsKeyPurpose, string>>;

  constructor(scope: Construct, id: string, props: EncryptionKeysProps) {
    super(scope, id);
    const arn = (purpose: KmsKeyPurpose) =>
      new EncryptionKey(this, constructId(purpose), {
        alias: `${props.environment}-${purpose}`,
        description: `${props.environment}: ${purposes[purpose]}`,
        policy: keyPolicy(purpose, props),
        deletionProtection: props.deletionProtection,
      }).arn;
    this.arns = {
      postgres: arn('postgres'),
      redis: arn('redis'),
      assets: arn('assets'),
      backups: arn('backups'),
      secrets: arn('secrets'),
      logs: arn('logs'),
      cluster: arn('cluster'),
    };
  }
}
