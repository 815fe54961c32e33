import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import type { KmsKeyPurpose } from '../contracts';
import { keyPolicy } from '../aws/key-policy';
import { EncryptionKey } from '../aws/encryption-key';
import type { Surroundings } from '../../config';

/** What each key encrypts. One key per class of data: access to one class gives no access to another. */
const purposes: Record<KmsKeyPurpose, string> = {
  postgres: 'the database and its snapshots',
  redis: 'Redis and its snapshots',
  assets: 'the bucket of static files',
  backups: 'the bucket of backups',
  secrets: 'passwords in Secrets Manager',
  logs: 'log groups',
  cluster: 'Secrets of Kubernetes and volumes of nodes and pods',
};

export interface EncryptionKeysProps {
  /** Prefix of the aliases. */
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly surroundings: Surroundings;
}

/** The keys of an environment. */
export class EncryptionKeys extends Construct {
  readonly arns: Readonly<Record<KmsKeyPurpose, string>>;

  constructor(scope: Construct, id: string, props: EncryptionKeysProps) {
    super(scope, id);
    const arn = (purpose: KmsKeyPurpose) =>
      new EncryptionKey(this, constructId(purpose), {
        alias: `${props.environment}-${purpose}`,
        description: `${props.environment}: ${purposes[purpose]}`,
        policy: keyPolicy(purpose, props),
        deletionProtection: props.surroundings.deletionProtection,
      }).arn;
    this.arns = {
      postgres: arn('postgres'),
      redis: arn('redis'),
      assets: arn('assets'),
      backups: arn('backups'),
      secrets: arn('secrets'),
      logs: arn('logs'),
      cluster: arn('cluster'),
    };
  }
}
