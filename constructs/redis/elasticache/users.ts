import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { ElasticacheUserGroup } from '@cdktf/provider-aws/lib/elasticache-user-group';
import { Construct } from 'constructs';
import { constructId } from '../../terraform/construct-id';
import type { SecretReference } from '../../contracts';
import { EphemeralPassword, EphemeralStoredSecret, StoredSecret, type StoredSecretProps } from '../../secrets';

export interface ElasticacheUsersProps extends Pick<StoredSecretProps, 'placement' | 'revision' | 'deletionProtection'> {
  /** Prefix of their names. */
  readonly name: string;
}

/** Engine of users and group: those of `redis` serve Valkey too, so that switching to it leaves them as they are. */
const ENGINE = 'redis';

/** Permissions of each user, the same as in a cluster of our own. */
const access = {
  /**
   * The services: all data. Commands that describe the cluster are in no category that is taken away; INFO and ROLE are, and many clients
   * call them when they connect.
   */
  app: 'on ~* &* +@all -@admin -@dangerous +info +role',
  /** The exporter: server statistics, and no data. */
  monitor: 'on -@all +ping +info +cluster|info +cluster|nodes +slowlog|len +latency|latest +client|setname',
} as const;
type RedisPurpose = keyof typeof access;
const purposes = Object.keys(access) as readonly RedisPurpose[];

/**
 * Logins: two users per purpose, each with the password of one slot. The provider (6.66) has no write-only argument for a user's second
 * password; and with one user per slot, rewriting one leaves the other one's connections alone.
 */
export class ElasticacheUsers extends Construct {
  readonly group: ElasticacheUserGroup;
  /** Every login, both slots of a rotation. */
  readonly references: readonly SecretReference[];
  private readonly secrets: Readonly<Record<RedisPurpose, StoredSecret>>;

  constructor(scope: Construct, id: string, { name, ...props }: ElasticacheUsersProps) {
    super(scope, id);
    const secret = (purpose: RedisPurpose) =>
      new StoredSecret(this, `${constructId(purpose)}Secret`, {
        ...props,
        name: `redis-${purpose}`,
        username: (slot) => `${purpose}-${slot}`,
      });
    this.secrets = { app: secret('app'), monitor: secret('monitor') };
    this.references = purposes.flatMap((purpose) => this.secrets[purpose].all);
    const users = purposes.flatMap((purpose) => this.users(name, purpose));
    // Every group must have a user of this name, or it gets Amazon's, who may do everything without a password. This one is off, and nobody
    // knows its password.
    const nobody = withPassword(
      new ElasticacheUser(this, 'Nobody', {
        userId: `${name}-default`,
        userName: 'default',
        engine: ENGINE,
        accessString: 'off ~* -@all',
      }),
      { password: new EphemeralPassword(this, 'NobodyPassword').result, revision: 1 },
    );
    this.group = new ElasticacheUserGroup(this, 'Group', {
      userGroupId: name,
      engine: ENGINE,
      userIds: [nobody, ...users].map((user) => user.userId),
    });
  }

  /** The slot written last. */
  current(purpose: RedisPurpose): SecretReference {
    return this.secrets[purpose].current;
  }

  /** One user per slot. */
  private users(name: string, purpose: RedisPurpose): readonly ElasticacheUser[] {
    return this.secrets[purpose].slots.map(({ slot, value: { reference } }) => {
      const userName = `${purpose}-${slot}`;
      const user = new ElasticacheUser(this, constructId(userName), {
        userId: `${name}-${userName}`,
        userName,
        engine: ENGINE,
        accessString: access[purpose],
      });
      const password = new EphemeralStoredSecret(this, `${constructId(userName)}Password`, reference).key('password');
      return withPassword(user, { password, revision: reference.source.revision });
    });
  }
}

/** The bindings (6.25) do not know these arguments; the pinned provider release does. */
function withPassword(
  user: ElasticacheUser,
  { password, revision }: { readonly password: string; readonly revision: number },
): ElasticacheUser {
  user.addOverride('passwords_wo', password);
  user.addOverride('passwords_wo_version', revision);
  return user;
}
