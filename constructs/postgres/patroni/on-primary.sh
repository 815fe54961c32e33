#!/bin/sh
# Runs whenever PostgreSQL has started or changed its part: `on-primary.sh <event> <role> <cluster>`. It sees to it that writes come here
# alone, and makes what only a superuser can make.
set -eu
[ "$2" = primary ] || exit 0
texts=${0%/*}

/bin/sh "$texts/python.sh" "$texts/unlabel-others.py" || echo 'labels of the other members: left as they are' >&2

ask() {
  psql --no-psqlrc --quiet --host="$POSTGRES_RUN" --port="$POSTGRES_PORT" --username="$POSTGRES_SUPERUSER" --dbname=postgres "$@"
}

# Promotion is asked for before it is done.
for _ in $(seq 60); do
  [ "$(ask --tuples-only --no-align --command='SELECT pg_is_in_recovery()')" = f ] && break
  sleep 1
done
ask --set=database="$POSTGRES_DATABASE" --file="$texts/server.sql"
