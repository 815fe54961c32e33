#!/bin/sh
. /etc/redis-cluster/member.sh
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
  while [ "$waited" -lt 10 ]; do
    for _ in 1 2; do
      [ "$(role)" = replica ] && exit 0
      sleep 0.5
    done
    waited=$((waited + 1))
  done
done
exit 0
