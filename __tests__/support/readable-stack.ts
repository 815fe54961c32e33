/** One stack with the logical ids of the program, as text: for constructs whose addresses are asked for. */
import { Testing, type TerraformStack } from 'cdktf';
import { ProgramStack } from '../../stacks/program-stack';
import { unwritten } from './run/directory';

/** What `build` makes, and what is written for its stack, with cdktf's validations. */
export function synthesizeReadable<T>(build: (stack: TerraformStack) => T): { readonly built: T; readonly text: string } {
  const stack = new ProgramStack(Testing.app({ outdir: unwritten() }), 'test');
  const built = build(stack);
  return { built, text: Testing.synth(stack, true) };
}
