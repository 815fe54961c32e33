import { dashboard, type Panel } from '../../mixin/dashboard';

export const backupDashboard = (): Readonly<Record<string, unknown>> =>
  dashboard({
    uid: 'backup',
    title: 'Backups',
    description: 'How much would be lost, how long a restore takes, and whether it was tried.',
    rows: { Copies: copies, 'Restore drills': drills },
  });

const per = (metric: string) => `max by (kind) (massrouter_backup_${metric})`;
const KIND = '{{kind}}';

const copies: readonly Panel[] = [
  {
    title: 'Age of the last good backup',
    description: 'What was written since would be lost, where there is nothing finer.',
    unit: 's',
    queries: { [KIND]: `time() - ${per('last_success_timestamp_seconds')}` },
  },
  {
    title: 'Last attempts',
    description: '1: went well.',
    unit: 'none',
    queries: { [KIND]: per('last_attempt_success') },
  },
  {
    title: 'Time of a backup',
    description: 'With its upload and its check.',
    unit: 's',
    queries: { [KIND]: per('last_duration_seconds') },
  },
  {
    title: 'Size of a backup',
    description: 'As it is stored. Less than half of the usual is an alert.',
    unit: 'bytes',
    queries: { [KIND]: per('last_size_bytes') },
  },
  {
    title: 'Backups that are kept',
    description: 'In the bucket, as it was listed after the last one.',
    unit: 'short',
    queries: { [KIND]: per('stored_copies') },
  },
];

const drills: readonly Panel[] = [
  {
    title: 'Age of the last good restore',
    description: 'A drill is made every week.',
    unit: 's',
    queries: { [KIND]: `time() - ${per('drill_last_success_timestamp_seconds')}` },
  },
  {
    title: 'Time of a restore',
    description: 'Measured: how long people wait after a disaster, once somebody has decided.',
    unit: 's',
    queries: { [KIND]: per('drill_last_duration_seconds') },
  },
  {
    title: 'Age of the data that were restored',
    description: 'Measured: how much was lost in the drill.',
    unit: 's',
    queries: { [KIND]: per('drill_restored_age_seconds') },
  },
];
