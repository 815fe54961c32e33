import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';

export interface KeptValueProps {
  /** The value as configured. */
  readonly value: string;
  /** Path of the field that it is read from. */
  readonly field: string;
  /** What would happen, as the end of a sentence after a colon. */
  readonly because: string;
  /** Whether another value is refused. Otherwise it is only written down. */
  readonly kept: boolean;
}

/**
 * A value that stays what it was at the first apply: a plan with another one ends in one line that says why, before anything is changed. A
 * synth cannot say so, because it does not know what was applied. The state remembers the first value (`ignore_changes`), and a
 * postcondition compares. `prevent_destroy` would not do: Terraform does not look at it where a resource is no longer written.
 * https://developer.hashicorp.com/terraform/language/expressions/custom-conditions
 */
export class KeptValue extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: KeptValueProps,
  ) {
    super(scope, id, 'terraform_data');
  }

  override toTerraform(): Record<string, unknown> {
    const { value, kept } = this.props;
    const body = { input: value, ...(kept ? { lifecycle: this.lifecycle() } : {}) };
    return { resource: { terraform_data: { [this.friendlyUniqueId]: body } } };
  }

  private lifecycle(): Record<string, unknown> {
    const { value, field, because } = this.props;
    return {
      ignore_changes: ['input'],
      postcondition: [
        {
          condition: `\${self.output == ${JSON.stringify(value)}}`,
          error_message: `${field}: cannot change from \${self.output} to ${value} while deletionProtection is true: ${because}.`,
        },
      ],
    };
  }
}
