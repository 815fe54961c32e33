#!/bin/sh
# Runs before a member is stopped. A master has its replica take over first, which takes a moment and loses nothing; without that the shard
# would be without a master until the others notice. A replica, or a master that has none, stops at once.
# https://redis.io/docs/latest/commands/cluster-failover/
. "${0%/*}/member.sh"
role() { view_of "$POD_IP" | awk '$3 ~ /myself/ { print ($3 ~ /master/ && NF > 8) ? "master" : "replica" }'; }
[ "$(role)" = master ] || exit 0
heirs=$(view_of "$POD_IP" | awk '
  $3 ~ /myself/ { id = $1 }
  { line[$1] = $0 }
  END {
    for (other in line) {
      split(line[other], field, " ")
      if (field[4] == id && field[8] == "connected" && field[3] !~ /fail/) { sub(/:.*/, "", field[2]); print field[2] }
    }
  }')
for address in $heirs; do
  ask "$address" cluster failover
  waited=0
  while [ "$waited" -lt "$REDIS_TAKEOVER_SECONDS" ]; do
    for _ in 1 2; do
      [ "$(role)" = replica ] && exit 0
      sleep 0.5
    done
    waited=$((waited + 1))
  done
done
exit 0
