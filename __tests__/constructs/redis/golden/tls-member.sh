# shellcheck shell=sh disable=SC2034 # read by the others, which know themselves by POD_NAME and POD_IP
# One line per member: its name, its shard, and the shard's first and last slot. The first member of a shard takes its slots when the
# cluster is formed; the others copy it.
members='
redis-a-0 a 0 5460
redis-b-0 b 5461 10922
redis-c-0 c 10923 16383
'
domain=redis-members.openrouter.svc
port=6379
bus_port=16379
tls='--tls --cacert /etc/redis-tls/ca.crt'
persistent=
config=/etc/redis-cluster
secrets=/etc/redis-passwords
certificates=/etc/redis-tls
run=/run/redis
data=/data
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

# view_of ADDRESS: the cluster as the member at that address sees it, one line per member:
# id, address:port@bus port,host name, flags, id of its master or -, ping, pong, epoch, link, slots...
view_of() (
  view=$(ask "$1" cluster nodes) || return 1
  case $view in
  *myself*) printf '%s\n' "$view" ;;
  *) return 1 ;;
  esac
)

# about NAME: the line of a member.
about() { printf '%s\n' "$members" | awk -v name="$1" '$1 == name'; }

log() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }
