\set ON_ERROR_STOP on
\set VERBOSITY terse
\set SHOW_CONTEXT never
SET client_min_messages = 'warning';

SELECT 'CREATE DATABASE openrouter' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'openrouter') \gexec
\connect openrouter
SET client_min_messages = 'warning';
-- Several statements need objects of others to be as they are: nobody else makes roles meanwhile.
SELECT pg_advisory_lock(hashtext('massrouter roles')) \g /dev/null
CREATE TEMPORARY TABLE wanted (purpose text NOT NULL, login text NOT NULL, password text);
\copy wanted FROM pstdin WITH (FORMAT csv)

BEGIN;

-- Groups.
SELECT format('CREATE ROLE %I NOLOGIN', name) FROM unnest(ARRAY['app', 'migrate', 'monitor', 'backup']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
-- Who makes a role may grant it, and acts as it only when granted so itself: needed to give away what migrations make.
SELECT 'GRANT migrate TO CURRENT_USER WITH INHERIT TRUE, SET TRUE'
WHERE NOT (pg_has_role('migrate', 'SET') AND pg_has_role('migrate', 'USAGE')) \gexec
SELECT 'GRANT pg_monitor TO monitor' WHERE NOT pg_has_role('monitor', 'pg_monitor', 'MEMBER') \gexec
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
REVOKE ALL ON DATABASE openrouter FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE openrouter TO app, migrate, monitor, backup;
GRANT CREATE, TEMPORARY ON DATABASE openrouter TO migrate;
GRANT USAGE ON SCHEMA public TO app, migrate, monitor, backup;
GRANT CREATE ON SCHEMA public TO migrate;
-- Where a name is looked for must not depend on who asks: temporary objects come last, or they could stand in for real ones.
ALTER DATABASE openrouter SET search_path = public, pg_temp;

-- Extensions.
CREATE EXTENSION IF NOT EXISTS "pg_stat_statements" WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS "pg_trgm" WITH SCHEMA public;

-- What later migrations make is the application's to use, and the backups' to read.
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT USAGE ON SCHEMAS TO app, backup;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT SELECT ON TABLES TO backup;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT SELECT ON SEQUENCES TO backup;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE migrate GRANT EXECUTE ON FUNCTIONS TO app;
-- What they have made already, before these defaults or in a restore that lost them.
SELECT format('GRANT USAGE ON SCHEMA %I TO app, backup', nspname) FROM pg_namespace WHERE nspowner = 'migrate'::regrole \gexec
SELECT format('GRANT %s ON %s TO app', CASE relkind WHEN 'S' THEN 'USAGE, SELECT, UPDATE' ELSE 'SELECT, INSERT, UPDATE, DELETE' END, oid::regclass)
FROM pg_class WHERE relowner = 'migrate'::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') \gexec
SELECT format('GRANT SELECT ON %s TO backup', oid::regclass)
FROM pg_class WHERE relowner = 'migrate'::regrole AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') \gexec

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
