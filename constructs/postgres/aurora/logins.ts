import { Construct } from 'constructs';
import { constructId } from '../../terraform/construct-id';
import type { SecretReference } from '../../contracts';
import { StoredSecret, StoredValue, type StoredValueProps } from '../../secrets';
import { loginName, rolePurposes, type LoginSlot, type RolePurpose } from '../logins';

export interface AuroraLoginsProps extends Pick<StoredValueProps, 'placement' | 'deletionProtection'> {
  /** `secrets.revision` of the environment. */
  readonly revision: number;
}

/** `admin` is a word that Aurora reserves. Changing this name replaces the cluster and loses its data. */
export const ADMIN_NAME = 'dbadmin';

/**
 * The admin, which the cluster creates, and two logins per purpose, which the roles Job creates. The admin has one slot: it has one password
 * at a time, nobody stays logged in as it, and its password is replaced before the Job runs.
 */
export class AuroraLogins extends Construct {
  readonly admin: StoredValue;
  /** Every login, both slots of a rotation. */
  readonly references: readonly SecretReference[];
  private readonly purposes: Readonly<Record<RolePurpose, StoredSecret>>;

  constructor(scope: Construct, id: string, props: AuroraLoginsProps) {
    super(scope, id);
    this.admin = new StoredValue(this, 'Admin', { ...props, name: 'postgres-admin', username: ADMIN_NAME });
    const login = (purpose: RolePurpose) =>
      new StoredSecret(this, constructId(purpose), {
        ...props,
        name: `postgres-${purpose}`,
        username: (slot) => loginName(purpose, slot as LoginSlot),
      });
    this.purposes = Object.fromEntries(rolePurposes.map((purpose) => [purpose, login(purpose)])) as Record<RolePurpose, StoredSecret>;
    this.references = [this.admin.reference, ...rolePurposes.flatMap((purpose) => this.purposes[purpose].all)];
  }

  /** The slot written last. */
  current(purpose: RolePurpose): SecretReference {
    return this.purposes[purpose].current;
  }
}
