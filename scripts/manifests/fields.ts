/** The words in which the table of blocks (kinds.ts, pod.ts) says what Terraform's provider has and what Kubernetes makes of it. */

/** A value, by what it is in Kubernetes: Terraform writes many numbers as text. */
export interface Value {
  readonly type:
    | 'text'
    | 'number'
    | 'boolean'
    /** A port or an amount: `8080` or `http`, `1` or `25%`. */
    | 'number or text'
    /** Permissions of a file, octal in Terraform. */
    | 'file mode'
    | 'texts'
    | 'numbers'
    /** Any names, each with a text. */
    | 'map'
    /** Names with values that are written nowhere. */
    | 'secret'
    /** Says what Terraform is to do and nothing about the object. */
    | "Terraform's own";
  readonly as?: string;
  /** What the provider sends where nothing is set and Kubernetes would take something else. */
  readonly fallback?: string | number | boolean;
}

/** A block: in Terraform one or several, whatever it is in Kubernetes. */
export interface Block {
  readonly type: 'object' | 'list';
  readonly fields: Fields;
  readonly as?: string;
}

export type Field = Value | Block;

/** By their names in Terraform, in the order in which they are written. */
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

/** The name in Kubernetes, where it is not Terraform's in camel case. */
export const as = <F extends Field>(name: string, field: F): F => ({ ...field, as: name });
export const otherwise = (fallback: string | number | boolean, value: Value): Value => ({ ...value, fallback });

/** Several names of one type. */
export const each = (field: Field, ...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, field]));

export const kubernetesName = (name: string, { as: other }: Field): string =>
  other ?? name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
