import { Construct } from 'constructs';
import type { ExternalObjectStorageConfig } from '../../../config';
import type { ObjectStorage, OwnedObjectStorage } from '..';

export interface ExternalObjectStorageProps {
  readonly config: ExternalObjectStorageConfig;
}

/** Existing buckets: nothing is created, this only says where they are. */
export class ExternalObjectStorage extends Construct implements OwnedObjectStorage {
  readonly endpoint: string;
  readonly region: string;
  readonly buckets: ObjectStorage['buckets'];
  readonly access: ObjectStorage['access'];
  readonly resources = [];

  constructor(scope: Construct, id: string, { config }: ExternalObjectStorageProps) {
    super(scope, id);
    this.endpoint = config.endpoint;
    this.region = config.region;
    this.buckets = config.buckets;
    const keys = (name: string) => ({ by: 'keys' as const, secret: { name, source: null } });
    this.access = { assets: keys(config.secrets.assets), backups: keys(config.secrets.backups) };
  }
}
