import { StorageClassV1 } from '@cdktf/provider-kubernetes/lib/storage-class-v1';
import { Construct } from 'constructs';
import { componentLabels } from '../kubernetes/labels';

export interface EncryptedStorageClassProps {
  readonly name: string;
  /** Key of the volumes. Changing it replaces the class; existing volumes keep their key. */
  readonly kmsKeyArn: string;
}

/**
 * Volumes of Auto Mode: on EBS, encrypted, growable, created in the zone of the pod that uses them, and kept when their claim is deleted. It is
 * the cluster's default class, so a claim that names no class is encrypted too.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
 */
export class EncryptedStorageClass extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { name, kmsKeyArn }: EncryptedStorageClassProps) {
    super(scope, id);
    this.name = name;
    new StorageClassV1(this, 'Resource', {
      metadata: { name, labels: componentLabels('storage-class'), annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      storageProvisioner: 'ebs.csi.eks.amazonaws.com', // Auto Mode's; the add-on's is ebs.csi.aws.com
      parameters: { type: 'gp3', encrypted: 'true', kmsKeyId: kmsKeyArn },
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: true,
      volumeBindingMode: 'WaitForFirstConsumer',
    });
  }
}
