import { TerraformOutput, Token, type TerraformRemoteState } from 'cdktf';
import type { BaseStack } from './base-stack';

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** What one state offers to others: one Terraform output per field, read with `in`. */
export interface Outputs<T> {
  /** The same data, usable in `consumer`: values known at synth as they are, the rest from the producer's state. */
  in(consumer: BaseStack): T;
}

/** The only way across states. `outputs` is plain data: from a construct, only what its interface names. */
export function publish<T extends object>(producer: BaseStack, outputs: T): Outputs<T> {
  for (const [name, value] of Object.entries(outputs)) {
    // As a token, which cdktf writes as it is: cdktf 0.21 throws on a null within a value.
    if (hasToken(value)) new TerraformOutput(producer, name, { value: Token.asAny(value), staticId: true });
  }
  return {
    in(consumer) {
      consumer.addDependency(producer);
      return read(outputs as Value, '', () => consumer.stateOf(producer)) as T;
    },
  };
}

function read(value: Value, path: string, state: () => TerraformRemoteState): Value {
  if (typeof value === 'string') return Token.isUnresolved(value) ? state().getString(path) : value;
  if (typeof value === 'number') return Token.isUnresolved(value) ? state().getNumber(path) : value;
  if (value === null || typeof value === 'boolean') return value;
  if (Token.isUnresolved(value)) return state().getList(path);
  if (Array.isArray(value)) return value.map((item, index) => read(item, `${path}[${index}]`, state));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, read(field as Value, path ? `${path}.${name}` : name, state)]),
  );
}

const hasToken = (value: unknown): boolean =>
  Token.isUnresolved(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasToken));
