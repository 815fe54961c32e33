#!/bin/sh
# Makes database, extensions and roles by the SQL beside it, as the user of libpq's own variables (PGHOST, PGUSER, …), then logs in as
# everyone it has made. Safe to run again: a password that is right already is not set again.
# https://www.postgresql.org/docs/16/libpq-envars.html
set -eu

client() { psql --no-psqlrc --quiet --no-align --tuples-only "$@"; }
log_in() { PGUSER=$1 PGPASSWORD=$2 client --dbname="$ROLES_DATABASE" --command='SELECT' >/dev/null; }
quoted() { printf '"%s"' "$(printf %s "$1" | sed 's/"/""/g')"; }

# each COMMAND: calls it with purpose, login and password of every login. ROLES_LOGINS has a word <purpose>:<prefix> for each; the variables
# <prefix>_USERNAME and <prefix>_PASSWORD have its name and password.
each() {
  for word in $ROLES_LOGINS; do
    login='' secret=''
    eval "login=\$${word#*:}_USERNAME secret=\$${word#*:}_PASSWORD"
    "$1" "${word%%:*}" "$login" "$secret"
  done
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
each line | client --dbname=postgres --file="${0%/*}/roles.sql"
each check
