#!/bin/sh
# Makes database, extensions and roles. Safe to run again.
set -eu

client() { psql --no-psqlrc --quiet --no-align --tuples-only "$@"; }
log_in() { PGUSER=$1 PGPASSWORD=$2 client --dbname=openrouter --command='SELECT' >/dev/null; }
quoted() { printf '"%s"' "$(printf %s "$1" | sed 's/"/""/g')"; }

# each COMMAND: calls it with purpose, login and password of every login.
each() {
  "$1" app "$POSTGRES_APP_A_USERNAME" "$POSTGRES_APP_A_PASSWORD"
  "$1" app "$POSTGRES_APP_B_USERNAME" "$POSTGRES_APP_B_PASSWORD"
  "$1" migrate "$POSTGRES_MIGRATE_USERNAME" "$POSTGRES_MIGRATE_PASSWORD"
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
each line | client --dbname=postgres --file=/etc/postgres-roles/roles.sql
each check
