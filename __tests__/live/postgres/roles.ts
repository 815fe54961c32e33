/** The roles Job as its container runs it. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startProcess } from '../../support/processes';
import { loginName, loginSecret, loginSlots, rolePurposes, type LoginSlot, type RolePurpose } from '../../../constructs/postgres/logins';
import { rolesEnvironment, rolesProgram, variablePrefix } from '../../../constructs/postgres/roles-program';
import { rolesSql } from '../../../constructs/postgres/roles-sql';
import { libpqVariables, type Login, type Query } from './client';
import { DATABASE, MEMBER_ADDRESS, type Cluster } from './cluster';
import { userDirectory, type PostgresTools } from './programs';

const all = rolePurposes.flatMap((purpose) => loginSlots.map((slot) => ({ purpose, slot })));

/** Where roles are made. */
export interface RolesServer {
  readonly tools: PostgresTools;
  /** For what the Job's container has mounted. */
  readonly directory: string;
  readonly query: Query;
  /** As whom the Job logs in. */
  admin(): Promise<Login>;
  /** As superuser, whom the Job never is. */
  inside(sql: string, database?: string): Promise<string>;
}

/** A cluster under Patroni: checked where there is an authority, as the interface says. */
export const patroniServer = (cluster: Cluster): RolesServer => ({
  tools: cluster.tools,
  directory: path.dirname(cluster.members[0]?.directory ?? ''),
  query: cluster.query,
  inside: async (sql, database) => cluster.inside(await cluster.primary(), sql, database),
  admin: async () => ({
    host: MEMBER_ADDRESS,
    port: (await cluster.primary()).ports.postgres,
    sslMode: cluster.authority === null ? 'require' : 'verify-full',
    authority: cluster.authority,
    user: 'admin_a',
    password: cluster.password('admin', 'a'),
  }),
});

export class Roles {
  private readonly passwords = new Map(all.map(({ purpose, slot }) => [loginName(purpose, slot), newPassword()]));

  constructor(private readonly server: RolesServer) {}

  password(purpose: RolePurpose, slot: LoginSlot): string {
    return this.passwords.get(loginName(purpose, slot)) ?? '';
  }

  /** As raising `secrets.revision` does for one slot. */
  rotate(slot: LoginSlot): void {
    for (const purpose of rolePurposes) this.passwords.set(loginName(purpose, slot), newPassword());
  }

  /** What the container writes; an Error with it when it fails. */
  async run(): Promise<string> {
    const { tools } = this.server;
    const directory = userDirectory(tools, this.server.directory, 'roles');
    const sql = path.join(directory, 'roles.sql');
    const script = path.join(directory, 'roles.sh');
    const logins = all.map(({ purpose, slot }) => ({ purpose, prefix: variablePrefix(loginSecret(purpose, slot)) }));
    writeFileSync(sql, rolesSql({ database: DATABASE, extensions: ['pg_trgm'] }));
    writeFileSync(script, rolesProgram);
    const env = {
      PATH: tools.path,
      ...rolesEnvironment({ database: DATABASE, logins }),
      ...libpqVariables(await this.server.admin()),
      ...Object.fromEntries(all.flatMap(({ purpose, slot }) => this.variables(purpose, slot))),
    };
    const run = startProcess(tools.as({ program: '/bin/sh', args: [script], env, cwd: directory, name: 'roles' }));
    if ((await run.exited) !== 0) throw new Error(run.log());
    return run.log();
  }

  /** A digest of each part, passwords and privileges included. */
  async state(): Promise<Record<string, string>> {
    const digest = async ([name, source]: [string, string]) => {
      const sql = `SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (SELECT row_to_json(it)::text AS line FROM ${source} AS it) AS lines`;
      return [name, await this.server.inside(sql, DATABASE)] as const;
    };
    return Object.fromEntries(await Promise.all(Object.entries(catalogues).map(digest)));
  }

  /** As the login of a purpose, in the database, at the primary. */
  async query(purpose: RolePurpose, slot: LoginSlot, sql: string): Promise<string> {
    return this.server.query(sql, await this.login(purpose, slot));
  }

  /** As the backup does it: everything of the database. */
  async dump(slot: LoginSlot): Promise<string> {
    const { tools } = this.server;
    const run = startProcess(
      tools.as({
        program: path.join(tools.binaries, 'pg_dump'),
        args: ['--no-owner'],
        env: libpqVariables(await this.login('backup', slot)),
        name: 'dump',
      }),
    );
    if ((await run.exited) !== 0) throw new Error(run.log());
    return run.log();
  }

  private async login(purpose: RolePurpose, slot: LoginSlot): Promise<Login> {
    const login = { user: loginName(purpose, slot), password: this.password(purpose, slot), database: DATABASE };
    return { ...(await this.server.admin()), ...login };
  }

  private variables(purpose: RolePurpose, slot: LoginSlot): [string, string][] {
    const prefix = variablePrefix(loginSecret(purpose, slot));
    return [
      [`${prefix}_USERNAME`, loginName(purpose, slot)],
      [`${prefix}_PASSWORD`, this.password(purpose, slot)],
    ];
  }
}

/** Where the server keeps what the SQL makes. Temporary tables have a schema of their own, which stays. */
const catalogues = {
  roles: 'pg_authid',
  memberships: 'pg_auth_members',
  defaults: 'pg_default_acl',
  settings: 'pg_db_role_setting',
  databases: '(SELECT datname, datdba, datacl FROM pg_database)',
  schemas: "(SELECT * FROM pg_namespace WHERE nspname !~ '^pg_')",
  extensions: 'pg_extension',
  objects: "(SELECT oid::regclass, relowner, relacl FROM pg_class WHERE oid >= 16384 AND relpersistence <> 't')",
};

/** With all that CSV and SQL could stumble over. */
const newPassword = () => `${randomBytes(18).toString('base64url')}"'\\,$`;
