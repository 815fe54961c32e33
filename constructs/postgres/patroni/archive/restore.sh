#!/bin/sh
# `restore.sh <directory> <latest|2026-11-28T02:14:03Z> [option of pgBackRest]…`: puts the database of the archive, as it was at that moment,
# into an empty directory. PostgreSQL replays the changes when it is started there. It says what is wrong in one line.
set -eu
directory=$1
moment=$2
shift 2
texts=$(cd "${0%/*}" && pwd)

fail() {
  echo "restore: $*" >&2
  exit 1
}

case $moment in
  latest) set -- --type=default "$@" ;;
  [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z)
    seconds=$(date -u -d "$moment" +%s 2>/dev/null) || fail "$moment is no moment"
    [ "$seconds" -le "$(date +%s)" ] || fail "$moment is in the future"
    set -- --type=time --target="$(date -u -d "$moment" '+%Y-%m-%d %H:%M:%S+00')" --target-action=promote "$@"
    ;;
  *) fail "$moment is neither \"latest\" nor a moment in UTC such as 2026-11-28T02:14:03Z" ;;
esac
if [ -d "$directory" ] && [ -n "$(ls -A "$directory")" ]; then fail "$directory is not empty"; fi

if ! said=$(pgbackrest --stanza="$POSTGRES_ARCHIVE_STANZA" --pg1-path="$directory" \
  --recovery-option=restore_command="/bin/sh $texts/fetch-wal.sh %f %p" "$@" restore 2>&1); then
  # Why it could not look for a copy comes before that it found none; the reason itself may be on the next line.
  why=$(printf '%s\n' "$said" |
    sed -n '/WARN: repo1: \[\|ERROR: \[/ { s/^.*\(WARN: repo1: \[[A-Za-z]*\] \|ERROR: \[[0-9]*\]: \)//; /:$/ { N; s/\n */ /; }; s/:$//; p; q; }')
  why=${why:-$(printf '%s\n' "$said" | tail -n 1)}
  case $why in
    # Another password gives other bytes, which now and then look like a whole file until they are read.
    *FormatError*) why="${why%%FormatError*}FormatError: it is damaged, or was written with another password of the cipher" ;;
  esac
  fail "$why"
fi
