#!/bin/sh
# The container's command: writes what only this member knows, and becomes Redis. The users have the passwords of both slots of a rotation,
# as digests.
#
# Replication has a user per shard, and it is off in a member that has no part in the cluster yet. A replica goes by the address that its
# master had: without this it would copy an empty disk, or another shard, from whoever has that address now, and lose its own data by it.
set -eu
umask 077
. "${0%/*}/member.sh"
read -r _ shard first_slot last_slot <<EOF
$(about "$POD_NAME")
EOF

# An empty password would be one that lets everybody in.
for file in app-a app-b member-a member-b monitor-a monitor-b; do
  [ -s "$secrets/$file" ] || { log "$secrets/$file is empty" && exit 1; }
done

part=none
if [ "$persistent" = yes ]; then
  . "${0%/*}/volume.sh"
else
  # What is in memory only is gone: this is a new member, and whoever has a copy of its data replaces the old one.
  rm -f "$data/nodes.conf"
fi
replication=off
[ "$part" = none ] || replication=on

digest() { printf %s "$(cat "$1")" | sha256sum | cut -d ' ' -f 1; }

# user NAME FILE RULE...: may come with either password of the file.
user() {
  name=$1
  file=$2
  shift 2
  printf 'user %s #%s #%s %s\n' "$name" "$(digest "$secrets/$file-a")" "$(digest "$secrets/$file-b")" "$*"
}

{
  echo 'user default off resetpass resetkeys resetchannels -@all'
  # The services: all data, and of the cluster what a client must know to find them. Many clients ask INFO and ROLE when they connect.
  user app app on '~*' '&*' +@all -@admin -@dangerous +info +role \
    '+cluster|slots' '+cluster|shards' '+cluster|nodes' '+cluster|info' '+cluster|myid'
  # The exporter: how the server is, and no data. SLOWLOG GET would show arguments of commands, which are data.
  user monitor monitor on +ping +info '+cluster|info' '+cluster|nodes' '+slowlog|len' '+latency|latest' '+client|setname'
  # The members' own scripts: no data.
  user member member on +ping +info '+config|set' '+acl|setuser' '+cluster|nodes' '+cluster|info' \
    '+cluster|meet' '+cluster|forget' '+cluster|addslotsrange' '+cluster|replicate' '+cluster|failover'
  user "replica-$shard" member "$replication" +ping +psync +replconf
} >"$run/users.acl"

{
  echo "masteruser replica-$shard"
  echo "masterauth $(cat "$secrets/member-a")"
  echo "cluster-announce-ip $POD_IP"
  echo "cluster-announce-hostname $POD_NAME.$domain"
} >"$run/member.conf"

: >"$run/loads" # until it answers
exec redis-server "${0%/*}/redis.conf"
