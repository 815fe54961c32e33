import type { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import { Construct } from 'constructs';
import { constructId } from '../../terraform/construct-id';
import { GeneratedSecret } from '../../secrets';
import type { SecretReference } from '../../contracts';
import {
  loginName,
  loginSecret,
  loginSlots,
  rolePurposes,
  serverPurposes,
  type LoginSlot,
  type RolePurpose,
  type ServerPurpose,
} from '../logins';
import type { Surroundings } from '../../../config';

export interface MemberSecretsProps {
  readonly namespace: string;
  readonly surroundings: Surroundings;
}

type Purpose = RolePurpose | ServerPurpose;

/** A user name and a password for each purpose and slot: `postgres-app-a`, `postgres-app-b`, … */
export class MemberSecrets extends Construct {
  readonly resources: readonly SecretV1[];
  /** The slot that the last rotation left alone. */
  readonly steady: LoginSlot;
  private readonly secrets: Readonly<Record<Purpose, GeneratedSecret>>;

  constructor(scope: Construct, id: string, { namespace, surroundings }: MemberSecretsProps) {
    super(scope, id);
    const generate = (purpose: Purpose) =>
      new GeneratedSecret(this, constructId(purpose), {
        name: `postgres-${purpose}`,
        namespace,
        keys: ['password'],
        username: (slot) => loginName(purpose, slot as LoginSlot),
        revision: surroundings.secretsRevision,
        deletionProtection: surroundings.deletionProtection,
      });
    this.secrets = Object.fromEntries([...rolePurposes, ...serverPurposes].map((purpose) => [purpose, generate(purpose)])) as Record<
      Purpose,
      GeneratedSecret
    >;
    this.resources = Object.values(this.secrets).flatMap(({ resources }) => resources);
    const steady = loginSlots.find((slot) => this.previous('admin').name === loginSecret('admin', slot));
    if (steady === undefined) throw new Error(`${this.previous('admin').name} is no slot`);
    this.steady = steady;
  }

  /** The password written last. */
  current(purpose: RolePurpose): SecretReference {
    return this.secrets[purpose].current;
  }

  /** The previous password: for clients of a server that has not yet seen the new one. */
  previous(purpose: ServerPurpose): SecretReference {
    return this.secrets[purpose].previous;
  }
}
