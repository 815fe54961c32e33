/** Object storage in every form that its configuration can take, and the backups. */
import { backupMonitoring } from '../../../../constructs/backup/monitoring';
import { objectStorageMonitoring } from '../../../../constructs/object-storage/monitoring';
import { backupTests } from '../../backup/monitoring/backup.rules';
import type { Watched } from '../../../support/monitoring/components';
import { inParts } from '../../../support/monitoring/over-days';
import { gatewayTests, probeTests, s3Tests } from './object-storage.rules';

const namespace = 'openrouter';
const form = (title: string, watch: { volume: boolean; cloudWatch: boolean }, tests: Watched['tests']): readonly Watched[] =>
  inParts({ title: `object-storage, ${title}`, monitoring: objectStorageMonitoring({ watch, namespace }), tests });

export const objectStorageForms: readonly Watched[] = [
  ...form('a gateway on a volume', { volume: true, cloudWatch: false }, gatewayTests),
  ...form('S3', { volume: false, cloudWatch: true }, s3Tests),
  ...form('brought along', { volume: false, cloudWatch: false }, probeTests),
];

const DAY = 86_400;

export const backupForms: readonly Watched[] = [
  {
    title: 'backup',
    monitoring: backupMonitoring({
      schedule: { copySeconds: DAY, drillSeconds: 7 * DAY, restoreSeconds: DAY / 6 },
      kinds: ['database', 'archive'],
      drills: true,
      namespace,
    }),
    tests: backupTests,
  },
];
