import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';
import type { SecretReference } from '../contracts';

export interface EphemeralStoredSecretProps {
  /** ARN of the secret. */
  readonly source: NonNullable<SecretReference['source']>;
}

/**
 * A Secrets Manager value, a JSON object, read while Terraform runs and kept nowhere, for write-only arguments alone. cdktf has no class for
 * `ephemeral` blocks; the provider is the stack's own.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/ephemeral-resources/secretsmanager_secret_version
 */
export class EphemeralStoredSecret extends TerraformElement {
  private readonly secretId: string;

  constructor(scope: Construct, id: string, { source }: EphemeralStoredSecretProps) {
    super(scope, id, 'ephemeral.aws_secretsmanager_secret_version');
    this.secretId = source.secretId;
  }

  /** The reference to the value of a key, never the value. */
  key(name: string): string {
    return `\${jsondecode(ephemeral.aws_secretsmanager_secret_version.${this.friendlyUniqueId}.secret_string)["${name}"]}`;
  }

  override toTerraform(): Record<string, unknown> {
    return { ephemeral: { aws_secretsmanager_secret_version: { [this.friendlyUniqueId]: { secret_id: this.secretId } } } };
  }
}
