import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { BackupFacts, ScheduledJob, Surroundings } from '../../config';
import { componentLabels, podTemplate } from '../kubernetes';
import { drainedNodeIsNoFailure, jobDeadlines } from '../kubernetes/job-deadlines';
import { CronJobV1 } from '../kubernetes/workloads';
import { constructId } from '../terraform/construct-id';
import { literals } from '../terraform/literal';
import { BackupExporter } from './exporter';
import {
  BACKUP_ACCOUNTS,
  CONFIGURATION,
  dumpEnvironment,
  fetchRclone,
  PROGRAM_USER,
  runs,
  SCRATCH,
  storeEnvironment,
  TOOLS,
  type CopiedPostgres,
  type StoreOfBackups,
} from './pods';
import { backupPrograms } from './programs';

export { BACKUP_ACCOUNTS } from './pods';

export interface BackupProps {
  readonly backup: BackupFacts;
  readonly namespace: string;
  readonly postgres: CopiedPostgres;
  readonly objectStorage: StoreOfBackups;
  readonly surroundings: Surroundings;
  /** Resources that must exist before the first pod. */
  readonly after: readonly ITerraformDependable[];
}

/** An attempt that failed is repeated once, within the time that the alerts allow. */
const RETRIES = 1;
/** A Job that could not start within an hour is left out: the next one is a day away, and an alert says that one is missing. */
const STARTING_SECONDS = 3600;
const KEPT_JOBS = 3;

/** Dumps of the database into the bucket of backups by the clock, restores that try them, and an exporter that tells of both. */
export class Backup extends Construct {
  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id);
    const { backup, namespace, postgres, surroundings } = props;
    const labels = componentLabels('backup');
    const account = new ServiceAccountV1(this, 'ServiceAccount', {
      metadata: { name: BACKUP_ACCOUNTS.jobs, namespace, labels },
      automountServiceAccountToken: false,
    });
    const programs = new ConfigMapV1(this, 'Programs', {
      metadata: { name: CONFIGURATION, namespace, labels },
      data: literals(backupPrograms),
    });
    const store = storeEnvironment(backup.offsite, props.objectStorage);
    const own = dumpEnvironment(postgres, backup.dump);
    const dependsOn = [account, programs, ...props.after];
    const jobs = {
      dump: { job: backup.dump, environment: own },
      ...(backup.drill === null ? {} : { drill: { job: backup.drill, environment: null } }),
    };
    for (const [name, { job, environment }] of Object.entries(jobs)) {
      this.cronJob(name, job, {
        namespace,
        dependsOn,
        template: podTemplate({
          name: 'backup',
          image: backup.image,
          command: runs(`${name}.py`),
          user: PROGRAM_USER,
          serviceAccountName: BACKUP_ACCOUNTS.jobs,
          pullSecrets: surroundings.images.pullSecrets,
          resources: backup.resources.job,
          initContainers: [fetchRclone(backup.rcloneImage)],
          environment: {
            values: { ...store.values, ...environment?.values, BACKUP_SCRATCH: SCRATCH },
            secrets: { ...store.secrets, ...environment?.secrets },
            files: { ...store.files, ...environment?.files },
          },
          writablePathsMiB: { '/tmp': 64, [TOOLS]: 256, [SCRATCH]: job.scratchGiB * 1024 },
          deadlineSeconds: job.deadlineSeconds,
        }),
      });
    }
    new BackupExporter(this, 'Exporter', { backup, namespace, surroundings, store, dependsOn: [programs, ...props.after] });
  }

  private cronJob(
    name: string,
    { schedule, deadlineSeconds }: ScheduledJob,
    { namespace, template, dependsOn }: { namespace: string; template: ReturnType<typeof podTemplate>; dependsOn: ITerraformDependable[] },
  ): void {
    const labels = componentLabels('backup');
    new CronJobV1(this, constructId(name), {
      metadata: { name: `backup-${name}`, namespace, labels },
      spec: {
        schedule,
        timezone: 'UTC', // the one name that programs without a database of time zones know
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: STARTING_SECONDS,
        successfulJobsHistoryLimit: KEPT_JOBS,
        failedJobsHistoryLimit: KEPT_JOBS,
        jobTemplate: {
          metadata: { labels },
          spec: {
            backoffLimit: RETRIES,
            activeDeadlineSeconds: jobDeadlines({ deadlineSeconds, retries: RETRIES }).jobSeconds,
            podFailurePolicy: drainedNodeIsNoFailure,
            template,
          },
        },
      },
      dependsOn,
    });
  }
}
