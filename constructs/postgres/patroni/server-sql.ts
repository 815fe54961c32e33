import { loginName, loginSlots, serverPasswordVariable, type ServerPurpose } from '../logins';

/** Functions that pg_rewind calls in the primary. https://www.postgresql.org/docs/16/app-pgrewind.html */
const rewindFunctions = [
  'pg_ls_dir(text, boolean, boolean)',
  'pg_stat_file(text, boolean)',
  'pg_read_binary_file(text)',
  'pg_read_binary_file(text, bigint, bigint, boolean)',
];

/**
 * Objects that only a superuser can create. It runs on the primary's socket whenever a member becomes primary, and is idempotent. Passwords
 * come from the environment. MassRouter's roles are not here: `admin` creates them, on any engine.
 */
export const serverSql = (): string => `\\set ON_ERROR_STOP on
-- Passwords must be in no log and in no statistics, not even those of a statement that fails.
\\set VERBOSITY terse
\\set SHOW_CONTEXT never
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET pg_stat_statements.track = 'none';
SET client_min_messages = 'warning';
-- In a new cluster no standby can confirm anything yet.
SET synchronous_commit = 'local';

-- Groups hold what a login inherits. Who logs in as admin acts as the group: what it makes outlives the login.
SELECT format('CREATE ROLE %I NOLOGIN', name) FROM unnest(ARRAY['admin', 'rewind']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
ALTER ROLE admin WITH NOLOGIN NOSUPERUSER CREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT pg_monitor, pg_read_all_data TO admin WITH ADMIN OPTION;
${rewindFunctions.map((name) => `GRANT EXECUTE ON FUNCTION pg_catalog.${name} TO rewind;`).join('\n')}

${loginSlots.map((slot) => login('admin', slot, 'NOREPLICATION', ['GRANT admin TO', 'ALTER ROLE {} SET role = admin'])).join('\n')}
${loginSlots.map((slot) => login('replication', slot, 'REPLICATION', [])).join('\n')}
${loginSlots.map((slot) => login('rewind', slot, 'NOREPLICATION', ['GRANT rewind TO'])).join('\n')}

REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO admin, rewind;

-- Each database is a copy of template1; one that is there already is brought up to date.
SELECT EXISTS (SELECT FROM pg_database WHERE datname = :'database') AS exists \\gset
\\connect template1
SET synchronous_commit = 'local';
SET client_min_messages = 'warning';
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
\\if :exists
  \\connect :"database"
  SET synchronous_commit = 'local';
  SET client_min_messages = 'warning';
  CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
\\endif
`;

/** `statements` get the name at \`{}\`, or at their end. */
function login(purpose: ServerPurpose, slot: (typeof loginSlots)[number], attribute: string, statements: readonly string[]): string {
  const name = loginName(purpose, slot);
  return [
    `\\getenv password ${serverPasswordVariable(purpose, slot)}`,
    `SELECT 'CREATE ROLE ${name}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') \\gexec`,
    `ALTER ROLE ${name} WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE ${attribute} NOBYPASSRLS PASSWORD :'password';`,
    ...statements.map((statement) => (statement.includes('{}') ? `${statement.replace('{}', name)};` : `${statement} ${name};`)),
    '\\unset password',
  ].join('\n');
}
