import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { migrationJobName, migrationResources, type MigrationConfig, type Surroundings } from '../../config';
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
  readonly surroundings: Surroundings;
  /** Resources that must exist before it logs in. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * Migrates the schema once per image and command, before anything else of the release changes; pods never migrate. If it fails, the
 * rollout does not begin, and the next apply retries it.
 */
export class Migration extends Construct {
  /** Everything in the release waits for it. */
  readonly job: JobV1;

  constructor(scope: Construct, id: string, { migration, namespace, postgres, surroundings, after }: MigrationProps) {
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
      // No ttl: the finished Job records that this release has been migrated; if it were deleted, the next apply would migrate again.
      metadata: { name: migrationJobName(image, command), namespace, labels },
      spec: {
        backoffLimit: retries,
        activeDeadlineSeconds: deadlines.jobSeconds,
        podFailurePolicy: drainedNodeIsNoFailure,
        template: podTemplate({
          name: 'migration',
          image,
          command: command.map(literal), // the Job's name is a digest of the command
          user: standIn ? STAND_IN_USER : undefined,
          serviceAccountName,
          pullSecrets: surroundings.images.pullSecrets,
          resources: migrationResources,
          environment: migrationConnections(postgres), // none of the services' variables: their configuration changes only after the migration
          deadlineSeconds,
        }),
      },
      waitForCompletion: true,
      timeouts: deadlines.timeouts,
      dependsOn: [account, ...after],
    });
  }
}
