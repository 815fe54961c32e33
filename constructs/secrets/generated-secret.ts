import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { secretSlots } from '../../config';
import { constructId } from '../terraform/construct-id';
import { componentLabels } from '../kubernetes';
import type { SecretReference } from '../contracts';
import { EphemeralPassword } from './ephemeral-password';

export interface GeneratedSecretProps {
  /** The Secrets are called `<name>-a` and `<name>-b`. */
  readonly name: string;
  readonly namespace: string;
  /** The keys, each with a random value of its own. */
  readonly keys: readonly string[];
  /** The key `username`, which is not secret: the login that the slot's password belongs to. Default: no such key. */
  readonly username?: (slot: string) => string;
  /** `secrets.revision` of the environment, from 2: raising it by one rewrites one slot and leaves the other. */
  readonly revision: number;
  /** Whether Terraform refuses to destroy it: the cluster has the only copy of the keys that data was signed or encrypted with. */
  readonly deletionProtection: boolean;
  /** Resources that must exist before a slot is written; default none. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A Secret with random values in two slots, so that a rotation breaks nothing: the rewritten slot becomes `current`, and the one that was
 * current becomes `previous` and stays as it is. The cluster holds the only copy; deleting it loses the values.
 */
export class GeneratedSecret extends Construct {
  /** The slot written last: sign and encrypt with it. */
  readonly current: SecretReference;
  /** The slot before it: still accept what it signed and encrypted. */
  readonly previous: SecretReference;
  /** Revision of the whole secret; raising it rolls the pods that carry it. */
  readonly revision: number;
  /** Both Secrets: whatever uses either waits for them. */
  readonly resources: readonly SecretV1[];

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const { name, namespace, keys, revision, username, dependsOn = [] } = props;
    const slots = secretSlots(name, revision);
    this.revision = revision;
    this.current = { name: slots.current.name, source: null };
    this.previous = { name: slots.previous.name, source: null };
    this.resources = slots.all.map((slot) => {
      const letter = slot.name.slice(name.length + 1);
      const slotId = constructId(letter);
      const value = (key: string) => new EphemeralPassword(this, `${slotId}${constructId(key)}`).result;
      return new SecretV1(this, slotId, {
        metadata: { name: slot.name, namespace, labels: componentLabels(name) },
        // Without a revision of 1 or more, the provider creates an empty Secret and reports success:
        // https://github.com/hashicorp/terraform-provider-kubernetes/issues/2833
        dataWo: {
          ...(username === undefined ? {} : { username: username(letter) }),
          ...Object.fromEntries(keys.map((key) => [key, value(key)])),
        },
        dataWoRevision: slot.revision,
        lifecycle: { preventDestroy: props.deletionProtection },
        dependsOn: [...dependsOn],
      });
    });
  }
}
