import { programFile } from '../kubernetes';

export interface WatchOptions {
  /** Files of which a change is noticed, such as those of a certificate; no path has a space. A change of several at once is one change. */
  readonly watched: readonly string[];
  /** The signal that has the program read them again without closing a connection. */
  readonly reloadSignal: 'HUP' | 'USR2';
  /** Seconds between two looks. */
  readonly everySeconds: number;
}

/** The shell program that starts another one, named by its arguments, and tells it when its files have changed. */
export const watchedStart = programFile(__dirname, 'start.sh');

/** What it is told. */
export const watchEnvironment = ({ watched, reloadSignal, everySeconds }: WatchOptions): Record<string, string> => ({
  WATCHED_FILES: watched.join(' '),
  WATCH_SECONDS: String(everySeconds),
  RELOAD_SIGNAL: reloadSignal,
});
