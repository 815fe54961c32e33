/** Rules between the backups and the boxes that they copy from and to. */
import { weeklyOverlap } from '../fields/windows';
import { rule } from './rule';

export const secondPlace = rule(['backupInput', 'objectStorage'], ({ backupInput, objectStorage }) =>
  !backupInput.enabled || backupInput.offsite !== null || !objectStorage.watch.volume
    ? []
    : [
        {
          path: 'backup.offsite',
          message:
            'must name another S3 store, or be { enabled: false, reason: … }: the bucket of backups is on a volume of the same cluster, and is lost with it',
        },
      ],
);

export const drillAfterDump = rule(['backupInput'], ({ backupInput }) => {
  if (!backupInput.enabled || !backupInput.drill.enabled) return [];
  const { dump, drill } = backupInput;
  return weeklyOverlap(
    { hour: dump.hour, minutes: dump.deadlineMinutes },
    { day: drill.day, hour: drill.hour, minutes: drill.deadlineMinutes },
  )
    ? [
        {
          path: 'backup.drill.hour',
          message: `${drill.hour} is while a dump may still run, from ${dump.hour}:00 for ${dump.deadlineMinutes} minutes, or the next one begins before the drill has to end; choose another hour, or shorter deadlines`,
        },
      ]
    : [];
});
