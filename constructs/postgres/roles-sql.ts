import { rolePurposes } from './logins';

export interface RolesOptions {
  readonly database: string;
  /** Extensions of the database beside pg_stat_statements; each must be `trusted`, or one that the engine lets its admin create. */
  readonly extensions: readonly string[];
}

/** MassRouter's privileges on the tables that the migrations create. */
const APP_ON_TABLES = 'SELECT, INSERT, UPDATE, DELETE';
const APP_ON_SEQUENCES = 'USAGE, SELECT, UPDATE';
/** Tables of all kinds, views and sequences. */
const RELATIONS = list(['r', 'p', 'v', 'm', 'f', 'S']);

/**
 * Database, extensions and least-privilege roles, run as `admin`: on any engine a role that may create roles and databases, and is no
 * superuser. Idempotent. Standard input has lines of purpose, login, password (CSV); an empty password leaves the old one.
 *
 * Privileges belong to one group per purpose, and logins come and go. A migration login acts as the group, so that one login may change
 * what the other created.
 */
export const rolesSql = ({ database, extensions }: RolesOptions): string => `\\set ON_ERROR_STOP on
\\set VERBOSITY terse
\\set SHOW_CONTEXT never
SET client_min_messages = 'warning';

SELECT 'CREATE DATABASE ${database}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${database}') \\gexec
\\connect ${database}
SET client_min_messages = 'warning';
-- Several statements need objects of others to be as they are: nobody else makes roles meanwhile.
SELECT pg_advisory_lock(hashtext('massrouter roles')) \\g /dev/null
CREATE TEMPORARY TABLE wanted (purpose text NOT NULL, login text NOT NULL, password text);
\\copy wanted FROM pstdin WITH (FORMAT csv)

BEGIN;

-- Groups.
SELECT format('CREATE ROLE %I NOLOGIN', name) FROM unnest(ARRAY[${list(rolePurposes)}]) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \\gexec
-- Who makes a role may grant it, and acts as it only when granted so itself: needed to give away what migrations make.
SELECT 'GRANT migrate TO CURRENT_USER WITH INHERIT TRUE, SET TRUE'
WHERE NOT (pg_has_role('migrate', 'SET') AND pg_has_role('migrate', 'USAGE')) \\gexec
SELECT 'GRANT pg_monitor TO monitor' WHERE NOT pg_has_role('monitor', 'pg_monitor', 'MEMBER') \\gexec
DO $body$
BEGIN
  IF NOT pg_has_role('backup', 'pg_read_all_data', 'MEMBER') THEN
    GRANT pg_read_all_data TO backup;
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE WARNING 'the admin may not hand on pg_read_all_data: backups read what migrations make, and fail on anything else';
END
$body$;

-- Nobody may do anything by being nobody in particular.
REVOKE ALL ON DATABASE ${database} FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE ${database} TO ${rolePurposes.join(', ')};
GRANT CREATE, TEMPORARY ON DATABASE ${database} TO migrate;
GRANT USAGE ON SCHEMA public TO ${rolePurposes.join(', ')};
GRANT CREATE ON SCHEMA public TO migrate;
-- Where a name is looked for must not depend on who asks: temporary objects come last, or they could stand in for real ones.
ALTER DATABASE ${database} SET search_path = public, pg_temp;

-- Extensions.
${['pg_stat_statements', ...extensions].map((name) => `CREATE EXTENSION IF NOT EXISTS "${name}" WITH SCHEMA public;`).join('\n')}

-- What later migrations make is the application's to use, and the backups' to read.
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT USAGE ON SCHEMAS TO app, backup;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT ${APP_ON_TABLES} ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT ${APP_ON_SEQUENCES} ON SEQUENCES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT SELECT ON TABLES TO backup;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT SELECT ON SEQUENCES TO backup;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT EXECUTE ON FUNCTIONS TO app;
-- What they have made already, before these defaults or in a restore that lost them.
SELECT format('GRANT USAGE ON SCHEMA %I TO app, backup', nspname) FROM pg_namespace WHERE nspowner = 'migrate'::regrole \\gexec
SELECT format('GRANT %s ON %s TO app', CASE relkind WHEN 'S' THEN '${APP_ON_SEQUENCES}' ELSE '${APP_ON_TABLES}' END, oid::regclass)
FROM pg_class WHERE relowner = 'migrate'::regrole AND relkind IN (${RELATIONS}) \\gexec
SELECT format('GRANT SELECT ON %s TO backup', oid::regclass)
FROM pg_class WHERE relowner = 'migrate'::regrole AND relkind IN (${RELATIONS}) \\gexec

-- Logins. Their passwords stay out of statements that a log or statistics would keep.
DO $body$
DECLARE
  this record;
BEGIN
  FOR this IN SELECT * FROM pg_temp.wanted LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = this.login) THEN
      EXECUTE format('CREATE ROLE %I LOGIN', this.login);
    END IF;
    IF NOT pg_has_role(this.login, this.purpose, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO %I', this.purpose, this.login);
    END IF;
    IF this.purpose = 'migrate' THEN
      EXECUTE format('ALTER ROLE %I SET role = %I', this.login, this.purpose);
    END IF;
    IF this.password IS NOT NULL THEN
      BEGIN
        EXECUTE format('ALTER ROLE %I PASSWORD %L', this.login, this.password);
      EXCEPTION WHEN OTHERS OR query_canceled THEN
        -- The error itself would name the statement.
        RAISE EXCEPTION 'the password of % cannot be set: %', this.login, SQLERRM;
      END;
    END IF;
  END LOOP;
END
$body$;

COMMIT;
`;

function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
