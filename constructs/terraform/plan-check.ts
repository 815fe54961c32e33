import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

export interface PlanCheckProps {
  /** Expression that is true while all is well. It has to refer to something of the state. */
  readonly condition: string;
  /** One line. */
  readonly message: string;
}

/**
 * What Terraform warns of at every plan and apply, without refusing either: for what depends on the day, which a synth does not know. cdktf
 * has no class for `check` blocks.
 * https://developer.hashicorp.com/terraform/language/block/check
 */
export class PlanCheck extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PlanCheckProps,
  ) {
    super(scope, id, 'check');
  }

  override toTerraform(): Record<string, unknown> {
    const { condition, message } = this.props;
    return { check: { [this.friendlyUniqueId]: { assert: [{ condition: `\${${condition}}`, error_message: message }] } } };
  }
}
