import type { VersitygwConfig } from '../../../config';
import { objectStorageOn } from '../../../config/object-storage';
import { Versitygw } from '../../../constructs/object-storage/versitygw/versitygw';
import { synthesize, type Synthesized } from '../../support/synthesized';
import { surroundings } from '../../support/surroundings';

const withoutTls = { enabled: false, reason: 'a test that is about something else' };

/** The configuration as read: what is not said has its default. */
export function versitygwConfig(fields: object = {}): VersitygwConfig {
  const config = objectStorageOn.kubernetes.parse({ engine: 'versitygw', tls: withoutTls, ...fields });
  if (config.engine !== 'versitygw') throw new Error(`${config.engine} is another engine`);
  return config;
}

export interface Built extends Synthesized {
  readonly storage: Versitygw;
}

export function versitygw(fields: object = {}, { secretsRevision = 2 }: { secretsRevision?: number } = {}): Built {
  const config = versitygwConfig(fields);
  let storage: Versitygw | undefined;
  const synthesized = synthesize((stack) => {
    const placement = { kind: 'kubernetes', namespace: 'openrouter', storageClass: null } as const;
    storage = new Versitygw(stack, 'ObjectStorage', { config, placement, surroundings: surroundings({ secretsRevision }) });
  });
  if (storage === undefined) throw new Error('nothing was built');
  return { ...synthesized, storage };
}
