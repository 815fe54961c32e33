#!/bin/sh
# Runs before the container gets the stop signal. It hands the primary's part over, so that the cluster is without one for a moment and not
# until this member has stopped. A replica has nothing to hand over, and the last member nobody to hand it to: neither is an error.
timeout "$POSTGRES_HANDOVER_SECONDS" \
  patronictl -c "${0%/*}/patroni.yml" switchover --leader "$PATRONI_NAME" --force "$POSTGRES_SCOPE" || true
