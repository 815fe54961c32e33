#!/bin/sh
# `python.sh <program> <argument>…`: runs a program with the interpreter that runs Patroni, and so with its libraries. Which Python it is
# changes from one release of the image to the next.
# shellcheck disable=SC2046 # the first line of a program may be several words
exec $(sed -n '1s/^#!//p' "$(command -v patroni)") "$@"
