/** Backup objectives, in seconds. */
export interface BackupSchedule {
  /** Time between two backups: a day in the deployment guide. */
  readonly copySeconds: number;
  /** Time between two restore drills: a week. */
  readonly drillSeconds: number;
  /** Longest time a restore may take. */
  readonly restoreSeconds: number;
}

export const HOUR = 3600;

/** Kind of a copy: dumps of the databases, or the archive of PostgreSQL's changes. */
export type BackupKind = 'database' | 'archive';
