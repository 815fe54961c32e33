#!/bin/sh
# Runs beside every member for as long as it runs, and keeps it in the cluster. A round looks at all members by name and then changes this
# member alone, if at all; in a healthy cluster a round changes nothing.
#
# - The bus goes by addresses, which are others after every restart of a pod: a member that is unknown, or known by an old address, is met.
# - The slots are given out once: when every member answers and none knows an owner. Later ones follow the owner of their shard's slots.
# - A member that lost its disk comes back under a new id. Its old one is forgotten by each of the others, but not before a replica of it
#   has taken over its slots; where there is none, the slots are free and the new member takes them, empty.
set -u
trap 'exit 0' TERM INT
. "${0%/*}/member.sh"
read -r _ shard first_slot last_slot <<EOF
$(about "$POD_NAME")
EOF
leader=$(printf '%s\n' "$members" | awk -v shard="$shard" '$2 == shard { print $1; exit }')

# change WORD...: of this member. Whatever is changed, the next round comes soon.
change() {
  busy=yes
  log "$*: $(ask "$POD_IP" "$@")"
}

# Looks at every member; who is not in the table of this one at its address is met.
look() {
  mine=$(view_of "$POD_IP") || return 1
  rm -f "$run/loads"
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
