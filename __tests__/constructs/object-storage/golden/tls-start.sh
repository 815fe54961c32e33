#!/bin/sh
set -eu
umask 077
secrets=/etc/object-storage-keys
run=/run/object-storage
data=/data

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

bucket openrouter-assets <<'EOF'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["assets-a","assets-b"]},"Action":["s3:PutObject","s3:AbortMultipartUpload","s3:ListMultipartUploadParts","s3:GetObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::openrouter-assets/*"},{"Effect":"Allow","Principal":{"AWS":["assets-a","assets-b"]},"Action":["s3:ListBucket","s3:ListBucketMultipartUploads","s3:GetBucketLocation"],"Resource":"arn:aws:s3:::openrouter-assets"}]}
EOF
bucket openrouter-backups <<'EOF'
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["backups-a","backups-b"]},"Action":["s3:PutObject","s3:AbortMultipartUpload","s3:ListMultipartUploadParts","s3:GetObject"],"Resource":"arn:aws:s3:::openrouter-backups/*"},{"Effect":"Allow","Principal":{"AWS":["backups-a","backups-b"]},"Action":["s3:ListBucket","s3:ListBucketMultipartUploads","s3:GetBucketLocation"],"Resource":"arn:aws:s3:::openrouter-backups"}]}
EOF

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
  identity assets-a
  identity assets-b
  identity backups-a
  identity backups-b
  printf '}}\n'
} >"$run/users.json.new"
mv "$run/users.json.new" "$run/users.json"

ROOT_ACCESS_KEY_ID=root
ROOT_SECRET_ACCESS_KEY=$(head -c 32 /dev/urandom | sha256sum | cut -d ' ' -f 1)
export ROOT_ACCESS_KEY_ID ROOT_SECRET_ACCESS_KEY

server=$$
digest() { cat /etc/object-storage-tls/tls.crt /etc/object-storage-tls/tls.key | sha256sum; }
(
  known=$(digest)
  while sleep 10; do
    found=$(digest)
    [ "$found" = "$known" ] || kill -s HUP "$server"
    known=$found
  done
) &

# The interface for administrators is not on the network.
exec versitygw --port :7070 --admin-port "$run/admin.sock" --region us-east-1 --health /health --keep-alive \
  --iam-dir "$run" --access-log stdout --quiet \
  --cert /etc/object-storage-tls/tls.crt --key /etc/object-storage-tls/tls.key \
  posix --sidecar "$data/metadata" "$data/buckets"
