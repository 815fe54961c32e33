import type { Construct } from 'constructs';
import type { BackupFacts, Environment } from '../config';
import type { Stores } from '../constructs/app-tier';
import { PodIdentity } from '../constructs/aws/pod-identity';
import { BACKUP_ACCOUNTS, Backup } from '../constructs/backup';
import type { KubernetesPlacement } from '../constructs/contracts';
import { constructId } from '../constructs/terraform/construct-id';
import type { AppStack } from './app';
import { BaseStack } from './base-stack';
import type { Outputs } from './outputs';
import { podIdentityPlacement } from './pod-identity-placement';

export interface BackupStackInputs {
  readonly backup: BackupFacts;
  /** Where pods run. */
  readonly platform: Outputs<KubernetesPlacement>;
  readonly data: Outputs<Stores>;
  /** Makes the database's roles and the copies of their Secrets. */
  readonly after: AppStack;
}

/** Dumps of the database, the drill that restores them, and the exporter that tells of both. */
export class BackupStack extends BaseStack {
  constructor(scope: Construct, environment: Environment, inputs: BackupStackInputs) {
    super(scope, environment, 'backup');
    this.useProviders();
    this.addDependency(inputs.after);
    const { postgres, objectStorage } = inputs.data.in(this);
    const placement = podIdentityPlacement(environment);
    const { backups: access } = objectStorage.access;
    const identities =
      inputs.backup.offsite !== null || access.by !== 'pod-identity' || placement === null
        ? []
        : Object.values(BACKUP_ACCOUNTS).flatMap((serviceAccount) => {
            const policyArns = { Backups: access.policyArn };
            return new PodIdentity(this, `${constructId(serviceAccount)}Identity`, { placement, serviceAccount, policyArns }).resources;
          });
    new Backup(this, 'Backup', {
      backup: inputs.backup,
      namespace: inputs.platform.in(this).namespace,
      postgres: { ...postgres, hidesWal: environment.postgres.watch.hidesWal },
      objectStorage,
      surroundings: environment.surroundings,
      after: identities,
    });
  }
}
