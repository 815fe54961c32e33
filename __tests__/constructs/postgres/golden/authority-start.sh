#!/bin/sh
# Starts one member.
set -eu
umask 077

# Kubernetes may have opened the files to the volume's group. PostgreSQL starts only when the directory is its user's alone.
mkdir -p /var/lib/postgresql/data
chmod 0700 /var/lib/postgresql/data

# A renewed certificate is read within an hour; when nothing has changed, this does nothing.
(while sleep 3600; do /usr/pgsql-16/bin/pg_ctl reload --silent --pgdata=/var/lib/postgresql/data || true; done) &

# Settings of the whole cluster are kept by Patroni and not read from its file again. A new cluster has none yet.
timeout 60 patronictl -c /etc/patroni/patroni.yml edit-config --force --replace /etc/patroni/dynamic.yml postgres ||
  echo 'settings of the cluster: left as they are' >&2

exec patroni /etc/patroni/patroni.yml
