#!/bin/sh
# Runs a program with the interpreter that runs Patroni, and so with its libraries.
# shellcheck disable=SC2046
exec $(sed -n '1s/^#!//p' "$(command -v patroni)") "$@"
