#!/bin/sh
# Sees to it that writes come here alone, and makes what only a superuser can make.
set -eu
[ "$2" = primary ] || exit 0

/bin/sh /etc/patroni/python.sh /etc/patroni/unlabel-others.py || echo 'labels of the other members: left as they are' >&2

ask() {
  /usr/pgsql-16/bin/psql --no-psqlrc --quiet --host=/run/postgresql --port=5432 --username=postgres --dbname=postgres "$@"
}

# Promotion is asked for before it is done.
for _ in $(seq 60); do
  [ "$(ask --tuples-only --no-align --command='SELECT pg_is_in_recovery()')" = f ] && break
  sleep 1
done
ask --set=database=openrouter --file=/etc/patroni/server.sql
