import { Construct } from 'constructs';
import { secretSlots } from '../../config';
import { constructId } from '../terraform/construct-id';
import type { SecretReference } from '../contracts';
import { StoredValue, type StoredValueProps } from './stored-value';

export interface StoredSecretProps extends Omit<StoredValueProps, 'username' | 'revision'> {
  /** Login that the slot's password belongs to. */
  readonly username: (slot: string) => string;
  /** `secrets.revision` of the environment, from 2: raising it by one rewrites one slot and leaves the other. */
  readonly revision: number;
}

/** A password in two slots of Secrets Manager, `<name>-a` and `<name>-b`, as a GeneratedSecret has them in a cluster. */
export class StoredSecret extends Construct {
  /** The slot written last: log in with it. */
  readonly current: SecretReference;
  /** The slot before it: still valid. */
  readonly previous: SecretReference;
  /** Both, the slot a first. */
  readonly all: readonly SecretReference[];
  /** Both slots by their letter, for the resources that use the passwords. */
  readonly slots: readonly { readonly slot: string; readonly value: StoredValue }[];

  constructor(scope: Construct, id: string, { name, username, revision, ...props }: StoredSecretProps) {
    super(scope, id);
    const slots = secretSlots(name, revision);
    this.slots = slots.all.map((one) => {
      const slot = one.name.slice(name.length + 1);
      return { slot, value: new StoredValue(this, constructId(slot), { ...props, ...one, username: username(slot) }) };
    });
    const of = (wanted: { readonly name: string }): SecretReference => {
      const found = this.slots.find(({ value }) => value.reference.name === wanted.name);
      if (found === undefined) throw new Error(`${this.node.path}: no slot ${wanted.name}`);
      return found.value.reference;
    };
    this.current = of(slots.current);
    this.previous = of(slots.previous);
    this.all = this.slots.map(({ value }) => value.reference);
  }
}
