#!/bin/sh
# Starts one member: the container's command. Its programs are found by PATH.
set -eu
umask 077
texts=${0%/*}

# Kubernetes may have opened the files to the volume's group. PostgreSQL starts only when the directory is its user's alone.
mkdir -p "$POSTGRES_DATA"
chmod 0700 "$POSTGRES_DATA"

# PostgreSQL refuses to start with an empty one, as a node may leave it that lost its power. Its own server is gone with the container.
if [ -e "$POSTGRES_DATA/postmaster.pid" ] && [ ! -s "$POSTGRES_DATA/postmaster.pid" ]; then
  echo 'postmaster.pid is empty: removed' >&2
  rm "$POSTGRES_DATA/postmaster.pid"
fi

if [ "$POSTGRES_ARCHIVED" = yes ]; then mkdir -p "$POSTGRES_RUN/pgbackrest" "${POSTGRES_DATA%/*}/archive-spool"; fi

# PostgreSQL reads a certificate when it is told to. A renewed one is read within an hour; when nothing has changed, this does nothing.
if [ "$POSTGRES_CERTIFICATE_RENEWED" = yes ]; then
  (while sleep 3600; do pg_ctl reload --silent --pgdata="$POSTGRES_DATA" || true; done) &
fi

# Settings of the whole cluster are kept by Patroni and not read from its file again. A new cluster has none yet. They may not hold up a
# start: the API server can be away.
timeout 60 patronictl -c "$texts/patroni.yml" edit-config --force --replace "$texts/dynamic.yml" "$POSTGRES_SCOPE" ||
  echo 'settings of the cluster: left as they are' >&2

exec patroni "$texts/patroni.yml"
