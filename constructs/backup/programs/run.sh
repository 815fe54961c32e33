#!/bin/sh
# `run.sh <program> <argument>…`: runs a program with the image's Python 3. Where Patroni is installed, it is the interpreter that runs
# Patroni: the image has no other that is new enough.
# shellcheck disable=SC2046 # the first line of a program may be several words
set -eu
if patroni=$(command -v patroni); then exec $(sed -n '1s/^#!//p' "$patroni") "$@"; fi
exec python3 "$@"
