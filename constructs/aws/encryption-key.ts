import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { policy, type Statement } from './policy';

export interface EncryptionKeyProps {
  /** The key is called `alias/<alias>`. */
  readonly alias: string;
  /** What it encrypts, for those who look at it in the account. */
  readonly description: string;
  readonly policy: readonly Statement[];
  /** Whether Terraform refuses to destroy it: without it, what it encrypted is lost. */
  readonly deletionProtection: boolean;
}

/** Days for which the deletion of the key can be cancelled: the maximum of KMS. */
export const DELETION_WINDOW_DAYS = 30;

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
