/** Vocabulary of the table of blocks (kinds.ts, pod.ts): what Terraform's provider has, and what it becomes in Kubernetes. */

/** Type of a value in Kubernetes: Terraform writes many numbers as strings. */
export interface Value {
  readonly type:
    | 'text'
    | 'number'
    | 'boolean'
    /** A port or an amount: `8080` or `http`, `1` or `25%`. */
    | 'number or text'
    /** File permissions, octal in Terraform. */
    | 'file mode'
    | 'texts'
    | 'numbers'
    /** A map of strings with any keys. */
    | 'map'
    /** A map whose values are written nowhere. */
    | 'secret'
    /** An instruction to Terraform, not a field of the object. */
    | "Terraform's own";
  readonly as?: string;
  /** Value that the provider sends where none is set and Kubernetes would choose another. */
  readonly fallback?: string | number | boolean;
}

/** A block: one or several in Terraform, whatever it is in Kubernetes. */
export interface Block {
  readonly type: 'object' | 'list';
  readonly fields: Fields;
  readonly as?: string;
}

export type Field = Value | Block;

/** Fields by their Terraform names, in the order in which they are written. */
export type Fields = Readonly<Record<string, Field>>;

export const text: Value = { type: 'text' };
export const number: Value = { type: 'number' };
export const boolean: Value = { type: 'boolean' };
export const numberOrText: Value = { type: 'number or text' };
export const fileMode: Value = { type: 'file mode' };
export const texts: Value = { type: 'texts' };
export const numbers: Value = { type: 'numbers' };
export const map: Value = { type: 'map' };
export const secret: Value = { type: 'secret' };
export const own: Value = { type: "Terraform's own" };

export const object = (fields: Fields): Block => ({ type: 'object', fields });
export const list = (fields: Fields): Block => ({ type: 'list', fields });

/** Name in Kubernetes, where it is not Terraform's in camel case. */
export const as = <F extends Field>(name: string, field: F): F => ({ ...field, as: name });
export const otherwise = (fallback: string | number | boolean, value: Value): Value => ({ ...value, fallback });

/** Several names of one type. */
export const each = (field: Field, ...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, field]));

export const kubernetesName = (name: string, { as: other }: Field): string =>
  other ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
