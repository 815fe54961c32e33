import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A value that Terraform keeps in the state, so that changing it is a change of a resource. cdktf's own class for it, `DataResource`, runs
 * `terraform version` in every synth, and fails where Terraform is not installed.
 * https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class StoredValue extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly value: unknown,
  ) {
    super(scope, id, 'terraform_data');
  }

  override toTerraform(): Record<string, unknown> {
    return { resource: { terraform_data: { [this.friendlyUniqueId]: { input: this.value } } } };
  }
}
