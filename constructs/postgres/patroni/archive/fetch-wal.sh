#!/bin/sh
# `fetch-wal.sh <name> <path>`: the restore_command of a database that comes out of the archive. PostgreSQL takes any failure up to 125 for
# the end of the archive, and what was restored so far for all there was. So anything but "it is not there" ends the recovery here, and so
# does a segment that is missing although later ones are there.
# https://www.postgresql.org/docs/16/continuous-archiving.html#BACKUP-PITR-RECOVERY
set -u
stanza=$POSTGRES_ARCHIVE_STANZA
name=$1
# PostgreSQL has started this in its directory. What is fetched ahead is beside it, apart from what other members and recoveries fetch.
set -- "$name" "$2" --pg1-path="$PWD" --spool-path="${PWD%/*}/archive-fetched" --lock-path="${PWD%/*}/archive-fetched"

# What it says of failed attempts is for its log; one line of it is passed on at the end.
attempt=1
while :; do
  said=$(pgbackrest --stanza="$stanza" archive-get "$@" 2>&1)
  code=$?
  if [ "$code" -le 1 ] || [ "$attempt" -ge 3 ]; then break; fi
  attempt=$((attempt + 1))
  sleep 2
done
if [ "$code" -gt 1 ]; then
  printf 'restore: %s is not to be had: %s\n' "$name" "$(printf '%s\n' "$said" | sed -n 's/.*ERROR: \[[0-9]*\]: //p' | head -n 1)" >&2
  exit 200
fi
[ "$code" -eq 1 ] || exit 0

# Only segments follow on each other; histories of timelines are asked for to see whether there are any.
case $name in
  *[!0-9A-F]*) exit 1 ;;
esac
[ "${#name}" -eq 24 ] || exit 1
timeline=$(printf '%.8s' "$name")
if ! stored=$(pgbackrest --stanza="$stanza" repo-ls --recurse "archive/$stanza" 2>&1); then
  echo "restore: the archive cannot be listed, so $name may be missing in it" >&2
  exit 200
fi
# The image has no awk for certain: the missing one is put in its place, and what follows it is what is looked for.
later=$(printf '%s\n' "$stored" | sed -n "s#.*/\(${timeline}[0-9A-F]\{16\}\)-.*#\1#p; \$a $name" | sort | sed -n "/^$name\$/ { n; p; q; }")
[ -z "$later" ] && exit 1
echo "restore: segment $name is missing in the archive, which has $later" >&2
exit 200
