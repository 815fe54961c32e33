import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { migrationJobName, migrationResources, type MigrationConfig } from '../../config';
import { componentLabels, podTemplate } from '../kubernetes';
import { drainedNodeIsNoFailure, jobDeadlines } from '../kubernetes/job-deadlines';
import { JobV1 } from '../kubernetes/workloads';
import { literal } from '../terraform/literal';
import type { Postgres } from '../postgres';
import { migrationConnections } from './connections';
import { STAND_IN_USER } from './stand-in';

export interface MigrationProps {
  readonly migration: MigrationConfig;
  readonly namespace: string;
  readonly postgres: Postgres;
  /** What has to be there before it logs in. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Brings the schema to what the release needs, once per image and command, before anything of the release is changed; pods never migrate.
 * If it fails, the rollout does not begin, and the next apply tries anew.
 */
export class Migration extends Construct {
  /** Whatever belongs to the release waits for it. */
  readonly job: JobV1;

  constructor(scope: Construct, id: string, { migration, namespace, postgres, after }: MigrationProps) {
    super(scope, id);
    const { image, standIn, deadlineSeconds, retries } = migration;
    const command = standIn ? ['true'] : migration.command;
    const labels = componentLabels('migration');
    const serviceAccountName = 'migration';
    const account = new ServiceAccountV1(this, 'ServiceAccount', {
      metadata: { name: serviceAccountName, namespace, labels },
      automountServiceAccountToken: false,
    });
    const deadlines = jobDeadlines({ deadlineSeconds, retries });
    this.job = new JobV1(this, 'Job', {
      // No ttl: the finished Job is the record that this release has migrated; without it the next apply would do it again.
      metadata: { name: migrationJobName(image, command), namespace, labels },
      spec: {
        backoffLimit: retries,
        activeDeadlineSeconds: deadlines.jobSeconds,
        podFailurePolicy: drainedNodeIsNoFailure,
        template: podTemplate({
          name: 'migration',
          image,
          command: command.map(literal), // the Job's name is of what is run
          user: standIn ? STAND_IN_USER : undefined,
          serviceAccountName,
          resources: migrationResources,
          environment: migrationConnections(postgres), // nothing of the services: their configuration changes only after this
          deadlineSeconds,
        }),
      },
      waitForCompletion: true,
      timeouts: deadlines.timeouts,
      dependsOn: [account, ...after],
    });
  }
}
