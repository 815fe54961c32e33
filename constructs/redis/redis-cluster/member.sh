# shellcheck shell=sh disable=SC2034 # read by the others, which know themselves by POD_NAME and POD_IP
# What the other scripts have in common: who the members are, how one of them is asked, and what its answer says. POSIX sh with the
# programs of a Debian image. A password is handed to redis-cli by its environment and never stands in an argument, which everybody could
# read in the process list.

# One line per member: its name, its shard, and the shard's first and last slot. The first member of a shard takes its slots when the
# cluster is formed; the others copy it.
members=$REDIS_MEMBERS
domain=$REDIS_DOMAIN
port=$REDIS_PORT
bus_port=$REDIS_BUS_PORT
persistent=$REDIS_PERSISTENT
secrets=$REDIS_SECRETS
certificates=$REDIS_CERTIFICATES
run=$REDIS_RUN
data=$REDIS_DATA
# The options that redis-cli has to be given for TLS; none without it.
tls=
[ "$REDIS_TLS" = no ] || tls="--tls --cacert $certificates/ca.crt"
# What redis-cli reads as its last argument, with the option -x.
input=

# ask ADDRESS WORD...: what the member at that address answers. During a rotation it may know only one of the two passwords.
ask() (
  address=$1
  shift
  for slot in a b; do
    REDISCLI_AUTH=$(cat "$secrets/member-$slot")
    export REDISCLI_AUTH
    # shellcheck disable=SC2086 # $tls is several words, or none
    answer=$(printf %s "$input" | timeout 3 redis-cli -h "$address" -p "$port" $tls --user member --no-auth-warning "$@" 2>&1)
    status=$?
    case $answer in
      *WRONGPASS* | *NOAUTH*) continue ;;
    esac
    [ "$status" -eq 0 ] && printf '%s\n' "$answer"
    return "$status"
  done
  return 1
)

# about NAME: the line of a member.
about() { printf '%s\n' "$members" | awk -v name="$1" '$1 == name'; }

# resolve HOST: its address now; nothing when it has none.
resolve() { timeout 5 getent ahostsv4 "$1" | awk 'NR == 1 { print $1 }'; }

log() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

# view_of ADDRESS: the cluster as the member at that address sees it, which is the answer of CLUSTER NODES. It has one line per member:
# id, address:port@bus port,host name, flags, id of its master or -, ping, pong, epoch, state of the link, slots.
# https://redis.io/docs/latest/commands/cluster-nodes/
view_of() (
  view=$(ask "$1" cluster nodes) || return 1
  case $view in
    *myself*) printf '%s\n' "$view" ;;
    *) return 1 ;;
  esac
)

# The rest asks such a view, which is on standard input.

# myself: this member's id, role, master and number of slot ranges.
myself() { awk '$3 ~ /myself/ { print $1, ($3 ~ /slave/) ? "slave" : "master", $4, NF - 8 }'; }

# identity: the id and the host name of the member whose view it is.
identity() { awk '$3 ~ /myself/ { split($2, at, ","); print $1, at[2] }'; }

# is_at ID ADDRESS: whether the member is known by that address.
is_at() { awk -v id="$1" -v address="$2:" '$1 == id && index($2, address) == 1 { found = 1 } END { exit !found }'; }

# is_well ID: whether it is connected and nobody says that it failed.
is_well() { awk -v id="$1" '$1 == id && $8 == "connected" && $3 !~ /fail|noaddr/ { found = 1 } END { exit !found }'; }

# host_of ID
host_of() { awk -v id="$1" '$1 == id { split($2, at, ","); print at[2] }'; }

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
