/** One stack with the logical ids of the program, as text: for constructs whose addresses are asked for. */
import { TerraformStack, Testing, type TerraformElement } from 'cdktf';
import type { Node } from 'constructs';
import { LogicalIds } from '../../stacks/logical-ids';

class ReadableStack extends TerraformStack {
  private readonly logicalIds = new LogicalIds();

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return this.logicalIds.of(element);
  }
}

/** What `build` makes, and what is written for its stack, with cdktf's validations. */
export function synthesizeReadable<T>(build: (stack: TerraformStack) => T): { readonly built: T; readonly text: string } {
  const stack = new ReadableStack(Testing.app(), 'test');
  const built = build(stack);
  return { built, text: Testing.synth(stack, true) };
}
