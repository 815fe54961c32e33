\set ON_ERROR_STOP on
-- Passwords must be in no log and in no statistics, not even those of a statement that fails.
\set VERBOSITY terse
\set SHOW_CONTEXT never
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET pg_stat_statements.track = 'none';
SET client_min_messages = 'warning';
-- In a new cluster no standby can confirm anything yet.
SET synchronous_commit = 'local';

-- Groups hold what a login inherits. Who logs in as admin acts as the group: what it makes outlives the login.
SELECT format('CREATE ROLE %I NOLOGIN', name) FROM unnest(ARRAY['admin', 'rewind']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE admin WITH NOLOGIN NOSUPERUSER CREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT pg_monitor, pg_read_all_data TO admin WITH ADMIN OPTION;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text, boolean, boolean) TO rewind;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_file(text, boolean) TO rewind;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text) TO rewind;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean) TO rewind;

\getenv password POSTGRES_ADMIN_A_PASSWORD
SELECT 'CREATE ROLE admin_a' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'admin_a') \gexec
ALTER ROLE admin_a WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
GRANT admin TO admin_a;
ALTER ROLE admin_a SET role = admin;
\unset password
\getenv password POSTGRES_ADMIN_B_PASSWORD
SELECT 'CREATE ROLE admin_b' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'admin_b') \gexec
ALTER ROLE admin_b WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
GRANT admin TO admin_b;
ALTER ROLE admin_b SET role = admin;
\unset password
\getenv password POSTGRES_REPLICATION_A_PASSWORD
SELECT 'CREATE ROLE replication_a' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replication_a') \gexec
ALTER ROLE replication_a WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE REPLICATION NOBYPASSRLS PASSWORD :'password';
\unset password
\getenv password POSTGRES_REPLICATION_B_PASSWORD
SELECT 'CREATE ROLE replication_b' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replication_b') \gexec
ALTER ROLE replication_b WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE REPLICATION NOBYPASSRLS PASSWORD :'password';
\unset password
\getenv password POSTGRES_REWIND_A_PASSWORD
SELECT 'CREATE ROLE rewind_a' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rewind_a') \gexec
ALTER ROLE rewind_a WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
GRANT rewind TO rewind_a;
\unset password
\getenv password POSTGRES_REWIND_B_PASSWORD
SELECT 'CREATE ROLE rewind_b' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rewind_b') \gexec
ALTER ROLE rewind_b WITH LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
GRANT rewind TO rewind_b;
\unset password

REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO admin, rewind;

-- Each database is a copy of template1; one that is there already is brought up to date.
SELECT EXISTS (SELECT FROM pg_database WHERE datname = :'database') AS exists \gset
\connect template1
SET synchronous_commit = 'local';
SET client_min_messages = 'warning';
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
\if :exists
  \connect :"database"
  SET synchronous_commit = 'local';
  SET client_min_messages = 'warning';
  CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
\endif
