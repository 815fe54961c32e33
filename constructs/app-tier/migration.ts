import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { migrationJobName, migrationResources, type MigrationConfig } from '../../config';
import { componentLabels, podTemplate } from '../kubernetes';
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

/** One attempt's share beside its deadline: until a node is found (or made) for its pod, and 30 s in which it stops when killed. */
const SCHEDULING_SECONDS = 120;
const GRACE_SECONDS = 30;

/** By so much Terraform waits longer than the Job may take, to see it fail instead of giving up on it. */
const MARGIN_SECONDS = 120;

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
    const seconds = migrationSeconds({ deadlineSeconds, retries });
    this.job = new JobV1(this, 'Job', {
      // No ttl: the finished Job is the record that this release has migrated; without it the next apply would do it again.
      metadata: { name: migrationJobName(image, command), namespace, labels },
      spec: {
        backoffLimit: retries,
        activeDeadlineSeconds: seconds.job,
        // A pod that a drained node took away is no failed attempt. With any such policy a pod is also replaced only when it has ended, so
        // that two attempts never run at once. https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
        podFailurePolicy: { rule: [{ action: 'Ignore', onPodCondition: [{ type: 'DisruptionTarget', status: 'True' }] }] },
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
      timeouts: {
        // The provider's minute would fail any real migration and leave it tainted: the next apply would kill it.
        create: `${seconds.terraform}s`,
        update: `${seconds.terraform}s`,
        delete: `${GRACE_SECONDS + MARGIN_SECONDS}s`,
      },
      dependsOn: [account, ...after],
    });
  }
}

/** How long all attempts may take together, for the Job itself and for Terraform, which waits for it. */
export function migrationSeconds({ deadlineSeconds, retries }: Pick<MigrationConfig, 'deadlineSeconds' | 'retries'>): {
  readonly job: number;
  readonly terraform: number;
} {
  const attempts = (retries + 1) * (SCHEDULING_SECONDS + deadlineSeconds + GRACE_SECONDS);
  // Kubernetes waits 10 s before the first retry, then twice as long each time, six minutes at most.
  const backOff = Array.from({ length: retries }, (_, retry) => Math.min(10 * 2 ** retry, 360)).reduce((sum, wait) => sum + wait, 0);
  return { job: attempts + backOff, terraform: attempts + backOff + MARGIN_SECONDS };
}
