/** What is promised about backups, in seconds. */
export interface BackupSchedule {
  /** From one copy to the next: a day in the deployment guide. */
  readonly copySeconds: number;
  /** From one restore drill to the next: a week. */
  readonly drillSeconds: number;
  /** How long a restore may take. */
  readonly restoreSeconds: number;
}

export const HOUR = 3600;
