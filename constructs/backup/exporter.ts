import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { BACKUP_EXPORTER_PORT, type BackupFacts, type Surroundings } from '../../config';
import { componentLabels, configChecksum, podTemplate, type PodEnvironment } from '../kubernetes';
import { DeploymentV1 } from '../kubernetes/workloads';
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

/** How long Terraform waits for one pod: its images are pulled first. */
const ROLLOUT_SECONDS = 600;

/** Tells of backups and drills, from what they left in the bucket: their pods are gone before anybody could ask them. */
export class BackupExporter extends Construct {
  constructor(scope: Construct, id: string, props: BackupExporterProps) {
    super(scope, id);
    const { backup, namespace, store, surroundings } = props;
    const name = BACKUP_ACCOUNTS.exporter;
    const labels = componentLabels(name);
    const metadata = { name, namespace, labels };
    const selector = { matchLabels: labels };
    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    const health = { path: '/health', port: 'metrics' };
    new DeploymentV1(this, 'Deployment', {
      metadata,
      spec: {
        replicas: '1',
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '0', maxSurge: '1' } },
        revisionHistoryLimit: 5,
        template: podTemplate({
          name,
          image: backup.image,
          command: runs('exporter.py'),
          user: PROGRAM_USER,
          serviceAccountName: name,
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
          spread: { zones: 1, revisionLabels: ['pod-template-hash'] },
          checksum: configChecksum({ backupPrograms, secretsRevision: surroundings.secretsRevision }),
        }),
      },
      waitForRollout: true,
      timeouts: { create: `${ROLLOUT_SECONDS}s`, update: `${ROLLOUT_SECONDS}s` },
      dependsOn: [account, budget, ...props.dependsOn],
    });
  }
}
