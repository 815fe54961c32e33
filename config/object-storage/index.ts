/** Object storage: its engines, one row each. */
import { enginesOn, type ConfigOf } from '../fields/engine';
import { external } from './external';
import { s3 } from './s3';
import { versitygw } from './versitygw';

export type { ObjectStorageWatch } from './engine';
export type { ExternalObjectStorageConfig } from './external';
export type { S3Config } from './s3';
export { versitygwResources, type VersitygwConfig } from './versitygw';

export const objectStorageEngines = { external, versitygw, s3 } as const;

/** Engines of object storage by the target that can run them. */
export const objectStorageOn = { kubernetes: enginesOn(objectStorageEngines, 'kubernetes'), aws: enginesOn(objectStorageEngines, 'aws') };

/** Object storage as configured, whichever target runs it. */
export type ObjectStorageConfig = ConfigOf<typeof objectStorageEngines>;
