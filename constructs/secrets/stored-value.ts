import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import type { AwsPlacement, SecretReference } from '../contracts';
import { EphemeralPassword } from './ephemeral-password';

export interface StoredValueProps {
  /** Name of its copy in the cluster, and part of its own. */
  readonly name: string;
  readonly placement: Pick<AwsPlacement, 'environment' | 'generation' | 'kmsKeyArns'>;
  /** Login that the password belongs to: not secret. */
  readonly username: string;
  /** Revision of the value, from 1: a higher one draws a new value. */
  readonly revision: number;
  /** Whether Terraform refuses to destroy it. */
  readonly deletionProtection: boolean;
}

/** Days for which a deleted, protected secret can be restored: the maximum. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
const RECOVERY_DAYS = 30;

/**
 * A random password in Secrets Manager, which holds the only copy: `{ "username": …, "password": … }`. Everything that needs it, even in this
 * state, reads it there (EphemeralStoredSecret), so that an interrupted apply leaves no second value.
 */
export class StoredValue extends Construct {
  readonly reference: SecretReference & { readonly source: object };

  constructor(scope: Construct, id: string, props: StoredValueProps) {
    super(scope, id);
    const { name, username, deletionProtection } = props;
    const { environment, generation, kmsKeyArns } = props.placement;
    const secret = new SecretsmanagerSecret(this, 'Secret', {
      name: `${environment}/${name}-g${generation}`,
      description: `Login ${username} of ${environment}`,
      kmsKeyId: kmsKeyArns.secrets,
      recoveryWindowInDays: deletionProtection ? RECOVERY_DAYS : 0,
      lifecycle: { preventDestroy: deletionProtection },
    });
    const { result } = new EphemeralPassword(this, 'Password');
    // Not protected: another revision replaces it, and the previous value stays in the store until the new one is there.
    const version = new SecretsmanagerSecretVersion(this, 'Version', {
      secretId: secret.id,
      secretStringWo: `\${jsonencode({ username = "${username}", password = ${reference(result)} })}`,
      secretStringWoVersion: props.revision,
    });
    // Attributes of the version; this ARN is known only after the value is written. So nothing reads the secret while it is empty,
    // or sees the revision of a value that does not exist yet. The bindings (6.25) know only `arn`, which the provider has deprecated.
    const secretId = version.getStringAttribute('secret_arn');
    this.reference = { name, source: { secretId, revision: version.secretStringWoVersion } };
  }
}

/** The expression between the braces. */
const reference = (expression: string) => expression.slice('${'.length, -'}'.length);
