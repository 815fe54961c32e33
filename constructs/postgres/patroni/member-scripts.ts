import { SUPERUSER } from './hba';
import { memberFiles, type MemberPaths } from './paths';

export interface ScriptOptions {
  readonly scope: string;
  readonly paths: MemberPaths;
  readonly port: number;
  /** Database that the roles Job makes. */
  readonly database: string;
  /** Whether the certificate comes from outside, where it may be renewed while the member runs. */
  readonly certificateAuthority: boolean;
}

/** Seconds for what may not hold up a start: the API server can be away. */
const SETTINGS_SECONDS = 60;
/** Seconds for a handover; without one the pod's end does the same, only slower. */
export const HANDOVER_SECONDS = 90;

/** What a member's container runs. Its programs are found by PATH. */
export function startScript({ scope, paths, certificateAuthority }: ScriptOptions): string {
  const files = memberFiles(paths);
  return `#!/bin/sh
# Starts one member.
set -eu
umask 077

# Kubernetes may have opened the files to the volume's group. PostgreSQL starts only when the directory is its user's alone.
mkdir -p ${files.data}
chmod 0700 ${files.data}
${certificateAuthority ? reloadLoop(files.data, paths.binaries) : ''}
# Settings of the whole cluster are kept by Patroni and not read from its file again. A new cluster has none yet.
timeout ${SETTINGS_SECONDS} patronictl -c ${files.patroni} edit-config --force --replace ${files.dynamic} ${scope} ||
  echo 'settings of the cluster: left as they are' >&2

exec patroni ${files.patroni}
`;
}

/** PostgreSQL reads a certificate when it is told to, and a renewed one is not an hour older than the old one's end. */
const reloadLoop = (data: string, binaries: string) => `
# A renewed certificate is read within an hour; when nothing has changed, this does nothing.
(while sleep 3600; do ${binaries}/pg_ctl reload --silent --pgdata=${data} || true; done) &
`;

/** Runs before the container gets the stop signal. */
export const stopScript = ({ scope, paths }: ScriptOptions): string => `#!/bin/sh
# Hands the primary's part over, so that the cluster is without one for a moment and not until this member has stopped.
# A replica has nothing to hand over, and the last member nobody to hand it to: neither is an error.
timeout ${HANDOVER_SECONDS} patronictl -c ${memberFiles(paths).patroni} switchover --leader "$PATRONI_NAME" --force ${scope} || true
`;

/** Runs whenever PostgreSQL has started or changed its part: \`<event> <role> <cluster>\`. */
export function onPrimaryScript({ paths, port, database }: ScriptOptions): string {
  const files = memberFiles(paths);
  return `#!/bin/sh
# Sees to it that writes come here alone, and makes what only a superuser can make.
set -eu
[ "$2" = primary ] || exit 0

/bin/sh ${files.python} ${files.unlabel} || echo 'labels of the other members: left as they are' >&2

ask() {
  ${paths.binaries}/psql --no-psqlrc --quiet --host=${paths.run} --port=${port} --username=${SUPERUSER} --dbname=postgres "$@"
}

# Promotion is asked for before it is done.
for _ in $(seq 60); do
  [ "$(ask --tuples-only --no-align --command='SELECT pg_is_in_recovery()')" = f ] && break
  sleep 1
done
ask --set=database=${database} --file=${files.server}
`;
}

/** `<program> <argument>…`: which Python it is changes from one release of the image to the next. */
export const pythonScript = (): string => `#!/bin/sh
# Runs a program with the interpreter that runs Patroni, and so with its libraries.
# shellcheck disable=SC2046
exec $(sed -n '1s/^#!//p' "$(command -v patroni)") "$@"
`;
