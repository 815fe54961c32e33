import { programFile } from '../../../kubernetes';
import { archiveTextNames, memberFiles, type MemberPaths } from '../paths';
import { pgbackrestConf, type ArchiveOptions } from './pgbackrest-conf';

const { pgbackrest, fetchWal, restore, recover, pushMissing, backups } = archiveTextNames;
const programs = Object.fromEntries([fetchWal, restore, recover, pushMissing, backups].map((name) => [name, programFile(__dirname, name)]));

interface ArchivedMember {
  readonly archive: ArchiveOptions | null;
  readonly paths: MemberPaths;
  readonly port: number;
}

/** Files that a member has in addition where changes are archived, by name. */
export const archiveTexts = ({ archive, paths, port }: ArchivedMember): Record<string, string> =>
  archive === null ? {} : { [pgbackrest]: pgbackrestConf(archive, { ...paths, data: memberFiles(paths).data }, port), ...programs };
