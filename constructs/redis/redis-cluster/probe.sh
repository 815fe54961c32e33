#!/bin/sh
# `probe.sh live`: the process answers; one that loads its data or runs a long script does too, and a restart would not help it.
# `probe.sh ready`: it takes commands. Until the cluster exists that is all, because it is formed only once all members run, and they would
# never all be started if the first had to wait for the last. From then on the cluster must be well in this member's eyes, and a replica
# must be able to take over: the next member is not taken away before.
# `probe.sh rounds`: the script beside it still makes its rounds; one waits 10 s for each member that is away, at most.
. "${0%/*}/member.sh"
if [ "$1" = rounds ]; then
  # As long as a round takes at most, with 32 members.
  read -r last <"$run/last-round" && [ $(($(date +%s) - last)) -lt 330 ]
  exit
fi
# It waits for another member or a decision, and a restart would not help it.
[ "$1" = ready ] || [ ! -e "$run/waits" ] || exit 0
answer=$(ask "$POD_IP" ping) || exit 1
case $1 in
  live)
    case $answer in
      PONG | LOADING* | BUSY* | MASTERDOWN*) exit 0 ;;
    esac
    ;;
  ready)
    [ "$answer" = PONG ] || exit 1
    [ -e "$run/cluster-exists" ] || exit 0
    case $(ask "$POD_IP" info replication) in
      *master_link_status:down*) exit 1 ;;
    esac
    case $(ask "$POD_IP" cluster info) in
      *cluster_state:ok*) exit 0 ;;
    esac
    ;;
esac
exit 1
