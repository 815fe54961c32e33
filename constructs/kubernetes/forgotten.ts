import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Removed resources that Terraform forgets instead of destroying. `prevent_destroy` does not help, because it is removed together with the
 * resource's block. cdktf has no class for `removed` blocks.
 * https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export class Forgotten extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    /** Addresses in the stack, such as `kubernetes_persistent_volume_claim_v1.Postgres_Claims_Member3`. */
    private readonly addresses: readonly string[],
  ) {
    super(scope, id, 'removed');
  }

  override toTerraform(): Record<string, unknown> {
    return { removed: this.addresses.map((from) => ({ from, lifecycle: { destroy: false } })) };
  }
}
