# shellcheck shell=sh disable=SC2154 # read by start.sh, after member.sh
# Whether this member may use what is on its volume. Redis itself takes nodes.conf as whole or absent, and the append-only file likewise:
# without the one it is a new master that claims the slots of whatever keys it finds, without the other an empty master that its replica
# copies. Either replaces values that were acknowledged since.
#
# So a volume is used as it is, or not at all: where another member has the shard's data, what is on the volume is set aside, and the member
# starts as a new one. Where nobody else can have them, the member takes its slots again if its keys are whole; a person decides the rest.

aof=$data/appendonlydir
manifest=$aof/appendonly.aof.manifest
aside=$data/set-aside

# whole_lines FILE: a text file that was cut seldom ends with a whole line.
whole_lines() { [ -s "$1" ] && [ -z "$(tail -c 1 "$1")" ]; }

# membership: what nodes.conf makes of this member: `part` when it has slots or a master, `none` without, else what is wrong with the file.
# Its last line is `vars`. Redis renames it into place and does not always force it to the disk first.
membership() {
  if [ ! -e "$data/nodes.conf" ]; then
    echo none
  elif ! whole_lines "$data/nodes.conf"; then
    echo 'nodes.conf is empty or cut'
  else
    awk -v host="$POD_NAME.$domain" '
      NF == 0 { next }
      { last = $1 == "vars" && NF == 5 }
      $1 == "vars" { next }
      NF < 8 || length($1) != 40 || $1 ~ /[^0-9a-f]/ { damaged = 1 }
      $3 ~ /myself/ { mine++; split($2, at, ","); part = $3 ~ /slave/ || NF > 8 }
      END {
        if (!last || damaged || mine != 1) print "nodes.conf is cut or damaged"
        else if (at[2] != "" && at[2] != host) print "nodes.conf belongs to " at[2]
        else print part ? "part" : "none"
      }' "$data/nodes.conf"
  fi
}

# has_keys: whether there may be any. A snapshot without keys has only its head.
has_keys() {
  for file in "$aof"/*.incr.aof; do [ ! -s "$file" ] || return 0; done
  for file in "$aof"/*.base.*; do
    [ ! -s "$file" ] || redis-check-rdb "$file" 2>/dev/null | grep -q ' 0 keys read' || return 0
  done
  return 1
}

# keys_fault: what is wrong with the append-only file; nothing when all that its manifest lists is there, and nothing newer.
keys_fault() {
  whole_lines "$manifest" || {
    echo 'the manifest of the append-only file is absent or cut'
    return
  }
  newest=0
  while read -r word file _ number _ type _; do
    case $word,$type in
      file,b) [ -s "$aof/$file" ] || { echo "$file is absent or empty" && return; } ;;
      file,i)
        [ -e "$aof/$file" ] || { echo "$file is absent" && return; }
        newest=$number
        ;;
      file,h) ;;
      *) echo 'the manifest of the append-only file is damaged' && return ;;
    esac
  done <"$manifest"
  for file in "$aof"/*.incr.aof; do
    number=${file%.incr.aof}
    number=${number##*.}
    [ ! -s "$file" ] || [ "$number" -le "$newest" ] || { echo "the manifest is older than ${file##*/}" && return; }
  done
  # Redis ended before it answered, the last time that this pod started it. It reads all of the file, so only then.
  [ ! -e "$run/loads" ] || redis-check-aof "$manifest" >"$run/check-aof" 2>&1 || echo 'redis-check-aof refuses the append-only file'
}

# survey: what the members that answer say of the shard's slots. held_by: one that has them, or copies who has. alone: whether somebody takes
# this member for the only one that has had them. epoch: of the cluster.
survey() {
  held_by=
  alone=
  epoch=0
  while read -r name _; do
    host=$name.$domain
    address=$(resolve "$host")
    if [ -z "$name" ] || [ "$name" = "$POD_NAME" ] || [ -z "$address" ] || ! view=$(view_of "$address"); then continue; fi
    read -r _ found <<END
$(printf '%s\n' "$view" | identity)
END
    [ "$found" = "$host" ] || continue # an old entry in the DNS
    read -r id _ master _ <<END
$(printf '%s\n' "$view" | myself)
END
    owner=$(printf '%s\n' "$view" | owners "$first_slot" "$first_slot")
    if [ -n "$owner" ]; then
      case $owner in
        "$id" | "$master") held_by=$name ;;
        *) [ "$(printf '%s\n' "$view" | host_of "$owner")" != "$POD_NAME.$domain" ] || [ "$shard_size" -gt 1 ] || alone=yes ;;
      esac
    fi
    now=$(ask "$address" cluster info | sed -n 's/^cluster_current_epoch:\([0-9]*\).*/\1/p')
    [ "${now:-0}" -le "$epoch" ] || epoch=$now
  done <<END
$members
END
}

# set_aside FILE...: only the last ones are kept, for they take as much room as the keys.
set_aside() {
  place=$aside/$(date -u +%Y%m%dT%H%M%SZ)
  rm -rf "$aside"
  mkdir -p "$place"
  for file in "$@"; do [ ! -e "$file" ] || mv "$file" "$place/"; done
}

# claim: a member with the shard's slots and the keys that are there. Its id is new, and so is its epoch: whoever had the slots, or comes
# back with an older copy of them, follows it. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-slots-configuration-propagation
claim() {
  set_aside "$data/nodes.conf"
  id=$(head -c 64 /dev/urandom | sha256sum | cut -c 1-40)
  epoch=$((epoch + 1))
  {
    echo "$id $POD_IP:$port@$bus_port,$POD_NAME.$domain myself,master - 0 0 $epoch connected $first_slot-$last_slot"
    echo "vars currentEpoch $epoch lastVoteEpoch $epoch"
  } >"$data/nodes.conf.new"
  mv "$data/nodes.conf.new" "$data/nodes.conf"
  sync
  part=part
}

start_as_new() {
  set_aside "$data/nodes.conf" "$aof"
  part=none
}

# settle FAULT: what becomes of a volume that is not used as it is.
settle() {
  : >"$run/waits"
  said=
  while :; do
    survey
    decision=$(cat "$data/decision" 2>/dev/null || true)
    rm -f "$data/decision"
    damage=$(keys_fault)
    if [ "$decision" = keep ]; then
      claim
      log "$1. As decided, the member takes the slots of shard $shard with the keys that it has"
      return
    elif [ "$decision" = discard ]; then
      start_as_new
      log "$1. As decided, the member starts empty; what was on its volume is in $place"
      return
    elif [ -n "$held_by" ]; then
      start_as_new
      log "$1. $held_by has the data of shard $shard: this member starts empty and copies them; what was on its volume is in $place"
      return
    elif [ "$alone" = yes ] && [ -z "$damage" ] && [ "$foreign" = no ]; then
      claim
      log "$1. The member alone has the data of shard $shard: it takes the slots again, with its keys; the old file is in $place"
      return
    fi
    if [ -z "$said" ]; then
      log "$1. No member answers that has the data of shard $shard: waiting for one, or for a decision (runbook RedisMemberDown)"
      said=yes
    fi
    sleep 2 &
    wait "$!"
  done
}

rm -f "$run/waits" "$data/decision" "$data"/nodes.conf.tmp-*
shard_size=$(printf '%s\n' "$members" | awk -v shard="$shard" '$2 == shard' | wc -l)
part=$(membership)
foreign=no
case $part in
  *belongs*) foreign=yes ;;
esac
case $part in
  part) fault=$(keys_fault) ;;
  none) fault='nodes.conf has no slots, and there are keys' ;;
  *) fault=$part ;;
esac
if [ "$part" != part ] && ! has_keys; then
  # Nothing is lost: a new member, or one that was stopped before it had a part.
  [ "$part" = none ] || log "$fault, and there are no keys: this member starts as a new one"
  if [ "$part" != none ] || [ -n "$(keys_fault)" ]; then rm -rf "$data/nodes.conf" "$aof"; fi
  part=none
elif [ -n "$fault" ]; then
  trap 'exit 0' TERM
  settle "$fault"
  trap - TERM
  rm -f "$run/waits"
fi
