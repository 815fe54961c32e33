import { programFile } from '../../kubernetes';

/** Directory of the programs: plain files, which a single server can run as well. */
export const backupProgramsDirectory = __dirname;

/** Text of every program by the name of its file. */
export const backupPrograms: Readonly<Record<string, string>> = {
  'database.py': programFile(__dirname, 'database.py'),
  'drill.py': programFile(__dirname, 'drill.py'),
  'dump.py': programFile(__dirname, 'dump.py'),
  'exporter.py': programFile(__dirname, 'exporter.py'),
  'failure.py': programFile(__dirname, 'failure.py'),
  'manifest.py': programFile(__dirname, 'manifest.py'),
  'restore.py': programFile(__dirname, 'restore.py'),
  'retention.py': programFile(__dirname, 'retention.py'),
  'run.sh': programFile(__dirname, 'run.sh'),
  'status.py': programFile(__dirname, 'status.py'),
  'store.py': programFile(__dirname, 'store.py'),
};
