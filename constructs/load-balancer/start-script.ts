export interface StartScriptOptions {
  /** The program and its arguments; it replaces the shell, so that it gets the signals for this process. */
  readonly command: readonly string[];
  /** Files of which a change is noticed, such as those of a certificate. A change of several at once is one change. */
  readonly watched: readonly string[];
  /** The signal that has the program read them anew without closing a connection. */
  readonly reloadSignal: 'HUP' | 'USR2';
  /** Seconds between two looks. */
  readonly everySeconds: number;
}

/**
 * A shell script that starts a program and tells it when its files have changed: a certificate is renewed in its Secret, and neither nginx
 * nor HAProxy looks at the file again by itself. If the new files cannot be used, both go on with the old ones.
 */
export const startScript = ({ command, watched, reloadSignal, everySeconds }: StartScriptOptions): string => `#!/bin/sh
set -eu

digest() {
  cat ${watched.map(quoted).join(' ')} | sha256sum
}

known=$(digest)
(
  while sleep ${everySeconds} && kill -0 $$ 2>/dev/null; do
    now=$(digest) || continue
    if [ "$now" != "$known" ]; then
      known=$now
      kill -s ${reloadSignal} $$
    fi
  done
) &

exec ${command.map(quoted).join(' ')}
`;

const quoted = (word: string): string => (/^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
