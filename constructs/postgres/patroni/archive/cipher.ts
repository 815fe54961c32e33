import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import { Construct } from 'constructs';
import type { Surroundings } from '../../../../config';
import { componentLabels } from '../../../kubernetes';
import { EphemeralPassword } from '../../../secrets';

export interface ArchiveCipherProps {
  readonly namespace: string;
  readonly surroundings: Surroundings;
  /** Name of a Secret that exists; null: one is made. */
  readonly secret: string | null;
}

/** Password that the archive is encrypted with. No rotation changes it: what is archived could no longer be read. */
export class ArchiveCipher extends Construct {
  /** Name of the Secret; its key is `password`. */
  readonly secret: string;
  readonly resources: readonly SecretV1[];

  constructor(scope: Construct, id: string, { namespace, surroundings, secret }: ArchiveCipherProps) {
    super(scope, id);
    this.secret = secret ?? 'postgres-archive';
    this.resources = secret === null ? [this.make(namespace, surroundings)] : [];
  }

  private make(namespace: string, { deletionProtection }: Surroundings): SecretV1 {
    return new SecretV1(this, 'Secret', {
      metadata: { name: this.secret, namespace, labels: componentLabels(this.secret) },
      dataWo: { password: new EphemeralPassword(this, 'Password').result },
      dataWoRevision: 1,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}
