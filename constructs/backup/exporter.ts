import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { BACKUP_EXPORTER_PORT, type BackupFacts, type Surroundings } from '../../config';
import { configChecksum, singlePod, type PodEnvironment } from '../kubernetes';
import { BACKUP_ACCOUNTS, fetchRclone, PROGRAM_USER, runs, TOOLS } from './pods';
import { backupPrograms } from './programs';

export interface BackupExporterProps {
  readonly backup: BackupFacts;
  readonly namespace: string;
  readonly surroundings: Surroundings;
  /** How it reaches the bucket. */
  readonly store: PodEnvironment;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Tells of backups and drills, from what they left in the bucket: their pods are gone before anybody could ask them. */
export class BackupExporter extends Construct {
  constructor(scope: Construct, id: string, props: BackupExporterProps) {
    super(scope, id);
    const { backup, namespace, store, surroundings } = props;
    const health = { path: '/health', port: 'metrics' };
    singlePod(this, {
      namespace,
      pod: {
        name: BACKUP_ACCOUNTS.exporter,
        image: backup.image,
        command: runs('exporter.py'),
        user: PROGRAM_USER,
        pullSecrets: surroundings.images.pullSecrets,
        ports: { metrics: BACKUP_EXPORTER_PORT },
        probes: { liveness: health, readiness: health },
        resources: backup.resources.exporter,
        initContainers: [fetchRclone(backup.rcloneImage)],
        environment: {
          ...store,
          values: { ...store.values, BACKUP_LISTEN: `0.0.0.0:${BACKUP_EXPORTER_PORT}`, BACKUP_REFRESH_SECONDS: '60' },
        },
        writablePathsMiB: { '/tmp': 64, [TOOLS]: 256 },
        checksum: configChecksum({ backupPrograms, secretsRevision: surroundings.secretsRevision }),
      },
      dependsOn: props.dependsOn,
    });
  }
}
