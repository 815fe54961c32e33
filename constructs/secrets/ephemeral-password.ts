import { TerraformElement, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { versions } from '../../config';

/**
 * Length of a password: 43 letters and digits hold 256 bits (43 × log2 62). Only letters and digits, so that a URL needs no encoding.
 */
const LENGTH = 43;

/**
 * A random password that exists only while Terraform runs, for write-only arguments alone. Every run draws a new one, so it must be written
 * only once per revision. cdktf has no class for `ephemeral` blocks.
 * https://developer.hashicorp.com/terraform/language/resources/ephemeral
 */
export class EphemeralPassword extends TerraformElement {
  /** The reference to the value, never the value. */
  readonly result: string;

  constructor(scope: Construct, id: string) {
    super(scope, id, 'ephemeral.random_password');
    this.result = `\${ephemeral.random_password.${this.friendlyUniqueId}.result}`;
    // Written by hand, because no class of this provider would declare it: it needs no configuration, only its source and version.
    TerraformStack.of(this).addOverride('terraform.required_providers.random', {
      source: 'hashicorp/random',
      version: versions.providers.random,
    });
  }

  override toTerraform(): Record<string, unknown> {
    return { ephemeral: { random_password: { [this.friendlyUniqueId]: { length: LENGTH, special: false } } } };
  }
}
