#!/bin/sh
. /etc/redis-cluster/member.sh
if [ "$1" = rounds ]; then
  read -r last <"$run/last-round" && [ $(($(date +%s) - last)) -lt 330 ]
  exit
fi
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
