#!/bin/sh
# Copies images with all their platforms, so that a tag has the same digest in both registries. Log in first: skopeo login <registry>.
set -eu
if ! command -v skopeo >/dev/null; then
  echo 'skopeo is not on the PATH: https://github.com/containers/skopeo/blob/main/install.md' >&2
  exit 1
fi
