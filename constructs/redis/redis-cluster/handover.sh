#!/bin/sh
# Runs before a member is stopped. A master has its replica take over first, which takes a moment and loses nothing; without that the shard
# would be without a master until the others notice. A replica, or a master that has none, stops at once.
# https://redis.io/docs/latest/commands/cluster-failover/
. "${0%/*}/member.sh"

# A change of the configuration stops a member of every shard in the same second. They take turns, each once all others have been well for
# some seconds, and fewer of them for an earlier shard: so its member is gone before that of the next has waited long enough. It is a
# courtesy with a limit, for what is waited for may not come back.
all_well() {
  for name in $(printf '%s\n' "$members" | awk -v own="$POD_NAME" '$1 != own { print $1 }'); do
    address=$(resolve "$name.$domain")
    [ -n "$address" ] || return 1
    info=$(ask "$address" cluster info) || return 1
    case $info in *cluster_state:ok*) ;; *) return 1 ;; esac
    case $(ask "$address" info replication) in *master_link_status:down*) return 1 ;; esac
  done
}
place=$(printf '%s\n' "$members" | awk -v own="$POD_NAME" '!($2 in seen) { seen[$2] = n++ } $1 == own { print seen[$2] }')
started=$(date +%s)
well_since=
while now=$(date +%s) && [ $((now - started)) -lt $(((place + 1) * REDIS_TURN_SECONDS)) ]; do
  if all_well; then
    : "${well_since:=$now}"
    [ $((now - well_since)) -lt $((place * 3)) ] || break
  else
    well_since=
  fi
  sleep 1
done

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
