#!/bin/sh
# `start.sh <program> <argument>…`: starts a program and tells it when its files have changed. A certificate is renewed in its Secret, and
# neither nginx nor HAProxy looks at the file again by itself. If the new files cannot be used, both go on with the old ones.
set -eu

digest() {
  # shellcheck disable=SC2086 # several words
  cat $WATCHED_FILES | sha256sum
}

known=$(digest)
(
  while sleep "$WATCH_SECONDS" && kill -0 $$ 2>/dev/null; do
    now=$(digest) || continue
    if [ "$now" != "$known" ]; then
      known=$now
      kill -s "$RELOAD_SIGNAL" $$
    fi
  done
) &

# In the place of the shell, so that it gets the signals for this process.
exec "$@"
