import { memberFiles, type MemberPaths } from '../paths';
import type { ArchiveOptions } from './pgbackrest-conf';

interface ArchivedMember {
  readonly archive: ArchiveOptions | null;
  readonly paths: MemberPaths;
}

/** Seconds from one change to the archive of it at most, where little is written: a segment is closed before it is full. */
const ARCHIVE_SECONDS = 60;

/**
 * Settings of PostgreSQL. No `restore_command`: a standby asks for several files before it takes over, and a bucket that does not answer would
 * hold each of them up. What a standby lacks it gets from the primary.
 */
export const archiveServerParameters = ({ archive }: ArchivedMember): Record<string, string> =>
  archive === null
    ? {}
    : {
        archive_mode: 'on',
        archive_command: `pgbackrest --stanza=${archive.stanza} archive-push "%p"`,
        archive_timeout: `${ARCHIVE_SECONDS}s`,
      };

/** How a cluster begins that has no data: out of the archive. https://patroni.readthedocs.io/en/latest/replica_bootstrap.html#bootstrap */
export const bootstrapFromArchive = ({ archive, paths }: ArchivedMember) => {
  if (archive === null || archive.restoreTo === null) return {};
  const { restore, data } = memberFiles(paths);
  return {
    method: 'archive',
    archive: {
      command: `/bin/sh ${restore} ${data} ${archive.restoreTo}`,
      // pgBackRest has written where to stop and how to fetch what is replayed.
      keep_existing_recovery_conf: true,
      no_params: true,
    },
  };
};
