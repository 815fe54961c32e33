/**
 * Questions to the answer of CLUSTER NODES, which is on standard input; shell functions for the join script. The fields of a line:
 * id, address:port@bus port,host name, flags, id of its master or -, ping, pong, epoch, state of the link, slots.
 * https://redis.io/docs/latest/commands/cluster-nodes/
 */
export const clusterTable = String.raw`
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
`;
