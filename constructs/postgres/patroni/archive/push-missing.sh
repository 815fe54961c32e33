#!/bin/sh
# A primary that is gone has not archived its last changes, and a standby counts what it was sent as archived by the primary. So the new one
# looks what the archive lacks and marks it for archiving: without it, nothing after could be restored until the next full copy.
# https://www.postgresql.org/docs/16/warm-standby.html#CONTINUOUS-ARCHIVING-IN-STANDBY
set -eu
stanza=$POSTGRES_ARCHIVE_STANZA
status=$POSTGRES_DATA/pg_wal/archive_status

stored=$(timeout 60 pgbackrest --stanza="$stanza" repo-ls --recurse "archive/$stanza")
stored=$(printf '%s\n' "$stored" | sed -n 's#.*/\([0-9A-F]\{24\}\)-.*#\1#p' | sort)
first=$(printf '%s\n' "$stored" | head -n 1)
# Before the first that is stored nothing can be restored, so nothing is missing.
[ -n "$first" ] || exit 0
for done in "$status"/*.done; do
  segment=$(basename "$done" .done)
  case $segment in *[!0-9A-F]*) continue ;; esac
  if [ "${#segment}" -ne 24 ] || [ ! -f "$POSTGRES_DATA/pg_wal/$segment" ]; then continue; fi
  # Timelines begin the name; what follows is where in the log it is.
  [ "$(printf '%s\n' "$segment" "$first" | cut -c 9- | sort | head -n 1)" = "$(printf '%s' "$first" | cut -c 9-)" ] || continue
  printf '%s\n' "$stored" | grep -qxF "$segment" && continue
  mv "$done" "$status/$segment.ready"
  echo "the archive lacks $segment: it is archived now"
done
