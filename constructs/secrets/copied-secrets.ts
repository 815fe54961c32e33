import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import { componentLabels } from '../kubernetes';
import type { SecretReference } from '../contracts';
import { EphemeralStoredSecret } from './ephemeral-stored-secret';

export interface CopiedSecretsProps {
  readonly namespace: string;
  /** Secrets to copy; those whose source is null exist already. */
  readonly references: readonly SecretReference[];
}

const KEYS = ['username', 'password'];

/** Copies of Secrets Manager's values in the namespace, rewritten when their producer’s state reports a new value. */
export class CopiedSecrets extends Construct {
  /** Whatever refers to one of them waits for it. */
  readonly resources: readonly SecretV1[];

  constructor(scope: Construct, id: string, { namespace, references }: CopiedSecretsProps) {
    super(scope, id);
    this.resources = references.flatMap(({ name, source }) => {
      if (source === null) return [];
      const stored = new EphemeralStoredSecret(this, `${constructId(name)}Stored`, { source });
      return [
        new SecretV1(this, constructId(name), {
          metadata: { name, namespace, labels: componentLabels(name) },
          dataWo: Object.fromEntries(KEYS.map((key) => [key, stored.key(key)])),
          // Revision of the value, not of the configuration: applied before its producer, it would store the old value under the new number.
          dataWoRevision: source.revision,
        }),
      ];
    });
  }
}
