import type { BucketPurpose } from '..';
import { bucketPolicy } from './bucket-policy';

/** Where the server finds what it reads and writes: absolute paths. */
export interface VersitygwPaths {
  /** Secret keys, one file each: `assets-a`, `assets-b`, `backups-a`, `backups-b`. */
  readonly secrets: string;
  /** tls.crt and tls.key. */
  readonly certificates: string;
  /** What a start makes anew; best in memory, for it holds the secret keys. */
  readonly run: string;
  /** The volume. */
  readonly data: string;
}

export interface VersitygwOptions {
  /** Address and port, or a colon and a port for all addresses. */
  readonly listen: string;
  /** What requests are signed for. */
  readonly region: string;
  /** Names of the buckets. */
  readonly buckets: Readonly<Record<BucketPurpose, string>>;
  readonly tls: boolean;
  readonly paths: VersitygwPaths;
}

/** Answers as long as the server does, without a signature. */
export const HEALTH_PATH = '/health';

/** The two slots of a rotation: each has an access key of its own, and both are valid at any time. */
const SLOTS = ['a', 'b'] as const;
export const accessKey = (purpose: BucketPurpose, slot: string): string => `${purpose}-${slot}`;

/**
 * The container's command: buckets, identities and policies are written as files before the server starts, in the form in which it keeps
 * them itself, so that it is never up without them and whatever was changed since is put back. It has a root user because it must; the
 * user's secret key is made at each start and never leaves the process.
 */
export function versitygwStartScript({ listen, region, buckets, tls, paths }: VersitygwOptions): string {
  const purposes = Object.entries(buckets) as [BucketPurpose, string][];
  const keys = (purpose: BucketPurpose) => SLOTS.map((slot) => accessKey(purpose, slot));
  return String.raw`#!/bin/sh
set -eu
umask 077
secrets=${paths.secrets}
run=${paths.run}
data=${paths.data}

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

${purposes.map(([purpose, name]) => `bucket ${name} <<'EOF'\n${bucketPolicy(purpose, name, keys(purpose))}\nEOF`).join('\n')}

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
${purposes.flatMap(([purpose]) => keys(purpose).map((key) => `  identity ${key}`)).join('\n')}
  printf '}}\n'
} >"$run/users.json.new"
mv "$run/users.json.new" "$run/users.json"

ROOT_ACCESS_KEY_ID=root
ROOT_SECRET_ACCESS_KEY=$(head -c 32 /dev/urandom | sha256sum | cut -d ' ' -f 1)
export ROOT_ACCESS_KEY_ID ROOT_SECRET_ACCESS_KEY

${tls ? renewal(paths) : ''}# The interface for administrators is not on the network.
exec versitygw --port ${listen} --admin-port "$run/admin.sock" --region ${region} --health ${HEALTH_PATH} --keep-alive \
  --iam-dir "$run" --access-log stdout --quiet \
${tls ? `  --cert ${paths.certificates}/tls.crt --key ${paths.certificates}/tls.key \\\n` : ''}  posix --sidecar "$data/metadata" "$data/buckets"
`;
}

/** The server reads its certificate when it starts and at this signal; the shell's number becomes the server's. */
const renewal = ({ certificates }: VersitygwPaths): string => String.raw`server=$$
digest() { cat ${certificates}/tls.crt ${certificates}/tls.key | sha256sum; }
(
  known=$(digest)
  while sleep 10; do
    found=$(digest)
    [ "$found" = "$known" ] || kill -s HUP "$server"
    known=$found
  done
) &

`;
