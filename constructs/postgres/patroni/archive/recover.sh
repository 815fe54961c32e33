#!/bin/sh
# `recover.sh <directory> <directory of the socket>`: starts what restore.sh has put there, apart from every network and every archive, and
# returns when all is replayed and the database takes queries at that socket. It says what is wrong in one line.
set -eu
directory=$1
socket=$2
log=$socket/recovery.log

fail() {
  why=$(sed -n 's/^restore: //p' "$log" | head -n 1)
  [ -n "$why" ] || why=$(sed -n 's/^.*FATAL: *//p' "$log" | tail -n 1)
  echo "restore: ${why:-$(tail -n 1 "$log")}" >&2
  pg_ctl stop --silent --pgdata="$directory" --mode=immediate >/dev/null 2>&1 || true
  exit 1
}

: >"$log"
# Its own settings are for the place that it comes from.
pg_ctl start --silent --no-wait --pgdata="$directory" --log="$log" --options="-c listen_addresses='' -c unix_socket_directories='$socket' \
  -c port=$POSTGRES_PORT -c archive_mode=off -c ssl=off -c shared_preload_libraries='' -c shared_buffers=64MB -c log_line_prefix=''" || fail
while sleep 1; do
  pg_ctl status --silent --pgdata="$directory" >"$socket/status" 2>&1 || fail
  [ "$(psql --no-psqlrc --tuples-only --no-align --host="$socket" --port="$POSTGRES_PORT" --username="$POSTGRES_SUPERUSER" --dbname=postgres \
    --command='SELECT pg_is_in_recovery()' 2>&1)" != f ] || exit 0
done
