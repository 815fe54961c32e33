import type { RolesOptions } from './roles-sql';
import { rolePurposes, type RolePurpose } from './logins';

export interface RolesScriptOptions extends Pick<RolesOptions, 'database'> {
  readonly logins: readonly RoleLogin[];
  /** Path of the SQL. */
  readonly sql: string;
}

export interface RoleLogin {
  readonly purpose: RolePurpose;
  /** Variables `<prefix>_USERNAME` and `<prefix>_PASSWORD` have its name and password. */
  readonly prefix: string;
}

/**
 * Runs the SQL as the user of libpq's own variables (PGHOST, PGUSER, …), then logs in as everyone it has made. A password that is right
 * already is not set again.
 * https://www.postgresql.org/docs/16/libpq-envars.html
 */
export const rolesScript = ({ database, logins, sql }: RolesScriptOptions): string => `#!/bin/sh
# Makes database, extensions and roles. Safe to run again.
set -eu

client() { psql --no-psqlrc --quiet --no-align --tuples-only "$@"; }
log_in() { PGUSER=$1 PGPASSWORD=$2 client --dbname=${database} --command='SELECT' >/dev/null; }
quoted() { printf '"%s"' "$(printf %s "$1" | sed 's/"/""/g')"; }

# each COMMAND: calls it with purpose, login and password of every login.
each() {
${logins.map(({ purpose, prefix }) => `  "$1" ${purpose} "$${prefix}_USERNAME" "$${prefix}_PASSWORD"`).join('\n')}
}

line() {
  if log_in "$2" "$3" 2>/dev/null; then password=; else password=$(quoted "$3"); fi
  echo "$1,$(quoted "$2"),$password"
}

check() {
  log_in "$2" "$3"
  echo "$2 can log in ($1)"
}

# A new server makes its admin a moment after it answers.
until client --dbname=postgres --command='SELECT' >/dev/null; do sleep 2; done
each line | client --dbname=postgres --file=${sql}
each check
`;

/** The prefix for a Secret's name: \`postgres-app-a\` is POSTGRES_APP_A. */
export const variablePrefix = (secretName: string): string => secretName.toUpperCase().replace(/[^A-Z0-9]/g, '_');

/** Every purpose has to have a login. */
export const purposesWithout = (logins: readonly RoleLogin[]): readonly RolePurpose[] =>
  rolePurposes.filter((purpose) => !logins.some((login) => login.purpose === purpose));
