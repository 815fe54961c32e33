#!/bin/sh
# Hands the primary's part over, so that the cluster is without one for a moment and not until this member has stopped.
# A replica has nothing to hand over, and the last member nobody to hand it to: neither is an error.
timeout 90 patronictl -c /etc/patroni/patroni.yml switchover --leader "$PATRONI_NAME" --force postgres || true
