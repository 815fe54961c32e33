import { dashboard, type Panel } from '../../mixin/dashboard';

export const backupDashboard = (): Readonly<Record<string, unknown>> =>
  dashboard({
    uid: 'backup',
    title: 'Backups',
    description: 'How much data would be lost, how long a restore takes, and when a restore was last tested.',
    rows: { Copies: copies, 'Restore drills': drills },
  });

const per = (metric: string) => `max by (kind) (massrouter_backup_${metric})`;
const KIND = '{{kind}}';

const copies: readonly Panel[] = [
  {
    title: 'Age of the last successful backup',
    description: 'Data written since would be lost, unless the database has point-in-time recovery.',
    unit: 's',
    queries: { [KIND]: `time() - ${per('last_success_timestamp_seconds')}` },
  },
  {
    title: 'Last attempts',
    description: '1: success.',
    unit: 'none',
    queries: { [KIND]: per('last_attempt_success') },
  },
  {
    title: 'Duration of a backup',
    description: 'Including upload and check.',
    unit: 's',
    queries: { [KIND]: per('last_duration_seconds') },
  },
  {
    title: 'Size of a backup',
    description: 'Stored size. BackupShrank fires below half of the usual size.',
    unit: 'bytes',
    queries: { [KIND]: per('last_size_bytes') },
  },
  {
    title: 'Stored backups',
    description: 'In the bucket, as listed after the last attempt.',
    unit: 'short',
    queries: { [KIND]: per('stored_copies') },
  },
];

const drills: readonly Panel[] = [
  {
    title: 'Age of the last successful restore drill',
    description: 'A drill runs every week.',
    unit: 's',
    queries: { [KIND]: `time() - ${per('drill_last_success_timestamp_seconds')}` },
  },
  {
    title: 'Duration of a restore',
    description: 'As measured in the drill: how long users wait after a disaster, from the decision to restore.',
    unit: 's',
    queries: { [KIND]: per('drill_last_duration_seconds') },
  },
  {
    title: 'Age of the restored data',
    description: 'As measured in the drill: how much data would have been lost.',
    unit: 's',
    queries: { [KIND]: per('drill_restored_age_seconds') },
  },
];
