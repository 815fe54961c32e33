#!/bin/sh
set -u
trap 'exit 0' TERM INT
. /etc/redis-cluster/member.sh
read -r _ shard first_slot last_slot <<EOF
$(about "$POD_NAME")
EOF
leader=$(printf '%s\n' "$members" | awk -v shard="$shard" '$2 == shard { print $1; exit }')

# myself: this member's id, role, master and number of slot ranges.
myself() { awk '$3 ~ /myself/ { print $1, ($3 ~ /slave/) ? "slave" : "master", $4, NF - 8 }'; }

# identity: the id and the host name of the member whose view it is.
identity() { awk '$3 ~ /myself/ { split($2, at, ","); print $1, at[2] }'; }

# is_at ID ADDRESS: whether the member is known by that address.
is_at() { awk -v id="$1" -v address="$2:" '$1 == id && index($2, address) == 1 { found = 1 } END { exit !found }'; }

# is_well ID: whether it is connected and nobody says that it failed.
is_well() { awk -v id="$1" '$1 == id && $8 == "connected" && $3 !~ /fail|noaddr/ { found = 1 } END { exit !found }'; }

# address_of ID
address_of() { awk -v id="$1" '$1 == id { sub(/:.*/, "", $2); print $2 }'; }

# owners FIRST LAST: ids of those that own any of these slots.
owners() {
  awk -v first="$1" -v last="$2" '{
    for (i = 9; i <= NF; i++) {
      if ($i ~ /^\[/) continue # a slot on its way, which stands among the others too
      n = split($i, slot, "-")
      if (slot[1] + 0 <= last + 0 && slot[n] + 0 >= first + 0) { print $1; next }
    }
  }'
}

# lost_ids PRESENT MISSING: ids that no member has any more, each with what becomes of its slots. PRESENT are the ids and host names of those
# that answer; while some do not, only an id whose host name has another one now is lost for sure. Not before this member knows them all.
lost_ids() {
  awk -v present="$1" -v missing="$2" '
    BEGIN {
      n = split(present, word, " ")
      for (i = 1; i <= n; i += 2) { alive[word[i]]; answers[word[i + 1]] }
    }
    {
      split($2, at, ",")
      known[$1]; master[$1] = $4; slots[$1] = NF - 8
      if ($1 in alive || $3 ~ /handshake/ || ($8 == "connected" && $3 !~ /fail|noaddr/)) next
      if (missing == "" || at[2] in answers) lost[$1]
    }
    END {
      for (id in alive) if (!(id in known)) exit
      for (id in known) if (!(id in lost) && master[id] in lost) heir[master[id]]
      for (id in lost) print id, (id in heir && slots[id] > 0) ? "with-heir" : "without-heir"
    }'
}

# change WORD...: of this member. Whatever is changed, the next round comes soon.
change() {
  busy=yes
  log "$*: $(ask "$POD_IP" "$@")"
}

resolve() { timeout 5 getent ahostsv4 "$1" | awk 'NR == 1 { print $1 }'; }

# Looks at every member; who is not in the table of this one at its address is met.
look() {
  mine=$(view_of "$POD_IP") || return 1
  read -r id role master slots <<EOF
$(printf '%s\n' "$mine" | myself)
EOF
  present="$id $POD_NAME.$domain"
  views=$mine
  missing=
  while read -r name _; do
    case $name in
    '' | "$POD_NAME") continue ;;
    esac
    host=$name.$domain
    address=$(resolve "$host")
    if [ -z "$address" ] || ! view=$(view_of "$address"); then
      missing="$missing $name"
      continue
    fi
    read -r peer peer_host <<EOF
$(printf '%s\n' "$view" | identity)
EOF
    if [ "$peer_host" != "$host" ]; then # an old entry in the DNS, or another cluster that has the address now
      missing="$missing $name"
      continue
    fi
    present="$present $peer $host"
    views="$views
$view"
    printf '%s\n' "$mine" | is_at "$peer" "$address" || change cluster meet "$address" "$port" "$bus_port"
  done <<EOF
$members
EOF
  [ -z "$(printf '%s\n' "$views" | owners 0 16383)" ] || : >"$run/cluster-exists"
  if [ "$missing" != "$reported" ]; then
    log "members that do not answer:$missing"
    reported=$missing
  fi
  [ -z "$missing" ] || busy=yes
}

# Old ids of members that lost their disks.
forget() {
  orphan=
  while read -r lost fate; do
    [ -n "$lost" ] || continue
    busy=yes
    if [ "$lost" = "$master" ]; then
      orphan=yes
    elif [ "$fate" = without-heir ]; then
      change cluster forget "$lost"
    fi
  done <<EOF
$(printf '%s\n' "$mine" | lost_ids "$present" "$missing")
EOF
}

# This member copies one that lost its disk and never comes back as it was. The others may not see that it is gone, for its address may
# answer: so ask for their votes, and do without when there are none to be had because their masters are lost too.
inherit() {
  if [ -z "$orphan" ]; then
    attempts=0
    return
  fi
  now=$(date +%s)
  [ "$attempts" -eq 0 ] || [ $((now - last_attempt)) -ge 10 ] || return
  attempts=$((attempts + 1))
  last_attempt=$now
  if [ "$attempts" -eq 1 ]; then change cluster failover force; else change cluster failover takeover; fi
}

# A master without slots has no part in the cluster yet.
take_part() {
  [ "$role" = master ] && [ "$slots" -eq 0 ] || return
  busy=yes
  owner=$(printf '%s\n' "$mine" | owners "$first_slot" "$first_slot")
  if [ -n "$owner" ]; then
    case " $present " in
    *" $owner "*) printf '%s\n' "$mine" | is_well "$owner" && change cluster replicate "$owner" ;;
    esac
  elif [ "$POD_NAME" = "$leader" ] && [ -z "$missing" ] && [ -z "$(printf '%s\n' "$views" | owners "$first_slot" "$last_slot")" ]; then
    change cluster addslotsrange "$first_slot" "$last_slot"
  fi
}

# With a part in it, this member's data may be copied.
let_copy() {
  [ "$id" != "$copied" ] || return
  [ "$role" = slave ] || [ "$slots" -gt 0 ] || return
  change acl setuser "replica-$shard" on
  copied=$id
}

# A replica that cannot copy may have the password that its master does not know yet, or not any more: take the one that it knows.
keep_copying() {
  [ "$role" = slave ] || return
  case $(ask "$POD_IP" info replication) in
  *master_link_status:down*) busy=yes ;;
  *) return ;;
  esac
  address=$(printf '%s\n' "$mine" | address_of "$master")
  for slot in a b; do
    password=$(cat "$secrets/member-$slot")
    # shellcheck disable=SC2086 # $tls is several words, or none
    case $(REDISCLI_AUTH=$password timeout 3 redis-cli -h "$address" -p "$port" $tls --user member --no-auth-warning ping 2>&1) in
    PONG)
      input=$password
      ask "$POD_IP" -x config set masterauth >/dev/null
      input=
      return
      ;;
    esac
  done
}

# Redis reads its certificate when it starts and when it is told to.
keep_certificate() {
  [ -n "$tls" ] || return
  found=$(cat "$certificates/tls.crt" "$certificates/tls.key" "$certificates/ca.crt" | sha256sum)
  [ "$found" != "$certificate" ] || return
  case $(ask "$POD_IP" config set tls-cert-file "$certificates/tls.crt" tls-key-file "$certificates/tls.key" tls-ca-cert-file "$certificates/ca.crt") in
  OK) certificate=$found ;;
  *) busy=yes ;;
  esac
}

attempts=0
last_attempt=0
reported=
copied=
certificate=
while :; do
  date +%s >"$run/last-round"
  busy=
  if look; then
    forget
    inherit
    take_part
    let_copy
    keep_copying
    keep_certificate
    case $(ask "$POD_IP" cluster info) in
    *cluster_state:ok*) ;;
    *) busy=yes ;;
    esac
  else
    busy=yes
  fi
  # Redis ignores what it hears of a forgotten id for a minute: within that time all members must have had a round.
  if [ -n "$busy" ]; then sleep 1 & else sleep 10 & fi
  wait "$!" # unlike sleep itself, a signal interrupts it
done
