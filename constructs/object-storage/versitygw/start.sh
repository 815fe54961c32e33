#!/bin/sh
# The container's command: buckets, identities and policies are written as files before the server starts, in the form in which it keeps
# them itself, so that it is never up without them and whatever was changed since is put back. It has a root user because it must; the
# user's secret key is made at each start and never leaves the process.
set -eu
umask 077
secrets=$OBJECT_STORAGE_SECRETS
certificates=$OBJECT_STORAGE_CERTIFICATES
run=$OBJECT_STORAGE_RUN
data=$OBJECT_STORAGE_DATA

# put FILE: what is on standard input becomes the file, all of it or nothing.
put() {
  cat >"$1.new"
  mv "$1.new" "$1"
}

# bucket NAME: owned by root, who gives rights by a policy, which is on standard input.
bucket() {
  mkdir -p "$data/buckets/$1" "$data/metadata/$1/meta"
  echo '{"Owner":"root","Grantees":[]}' | put "$data/metadata/$1/meta/acl"
  printf BucketOwnerEnforced | put "$data/metadata/$1/meta/ownership"
  put "$data/metadata/$1/meta/policy"
}

# One line per bucket: its name, and its policy as JSON.
while read -r name policy; do
  printf '%s\n' "$policy" | bucket "$name"
done <<EOF
$OBJECT_STORAGE_BUCKETS
EOF

# The server does not force its files to the disk. Where it finds a checksum that it cannot read, it leaves the object out of every list,
# and still gives it to whoever asks for it by name; without the checksum nothing is missing. There may be many: it goes on beside the server.
: >"$run/started"
find "$data/metadata" -path '*/meta/checksums' -type f ! -newer "$run/started" -exec grep -L '}$' {} + | while read -r file; do
  rm -f "$file"
  echo "$file was cut: removed, so that its object is listed again" >&2
done &

# identity NAME: with the secret key in the file of that name, which must not be empty.
identity() {
  key=$(cat "$secrets/$1")
  [ -n "$key" ] || { echo "$secrets/$1 is empty" >&2 && exit 1; }
  printf '%s"%s":{"access":"%s","secret":"%s","role":"user"}' "$separator" "$1" "$1" "$key"
  separator=,
}

{
  separator=
  printf '{"accessAccounts":{'
  for name in $OBJECT_STORAGE_IDENTITIES; do identity "$name"; done
  printf '}}\n'
} >"$run/users.json.new"
mv "$run/users.json.new" "$run/users.json"

ROOT_ACCESS_KEY_ID=root
ROOT_SECRET_ACCESS_KEY=$(head -c 32 /dev/urandom | sha256sum | cut -d ' ' -f 1)
export ROOT_ACCESS_KEY_ID ROOT_SECRET_ACCESS_KEY

# The server reads its certificate when it starts and at this signal; the shell's number becomes the server's.
digest() { cat "$certificates/tls.crt" "$certificates/tls.key" | sha256sum; }
if [ "$OBJECT_STORAGE_TLS" = yes ]; then
  server=$$
  (
    known=$(digest)
    while sleep 10; do
      found=$(digest)
      [ "$found" = "$known" ] || kill -s HUP "$server"
      known=$found
    done
  ) &
  set -- --cert "$certificates/tls.crt" --key "$certificates/tls.key"
fi

# The interface for administrators is not on the network.
exec versitygw --port "$OBJECT_STORAGE_LISTEN" --admin-port "$run/admin.sock" --region "$OBJECT_STORAGE_REGION" \
  --health "$OBJECT_STORAGE_HEALTH_PATH" --keep-alive --iam-dir "$run" --access-log stdout --quiet \
  "$@" posix --sidecar "$data/metadata" "$data/buckets"
