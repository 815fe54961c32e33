/** One small cluster under Patroni as production has it, and what each test changes of it. */
import { patroniMembers, type PatroniConfig, type Surroundings } from '../../../config';
import { postgresOn } from '../../../config/postgres';
import { Patroni, type PatroniProps } from '../../../constructs/postgres/patroni/patroni';
import { synthesize, type Synthesized } from '../../support/synthesized';
import { surroundings } from '../../support/surroundings';

/** The engine's fields as configured. */
export function patroniConfig(fields: object = {}): PatroniConfig {
  const config = postgresOn.kubernetes.parse({ engine: 'patroni', ...fields });
  if (config.engine !== 'patroni') throw new Error(`read as ${config.engine}`);
  return config;
}

export interface Changes {
  readonly config?: Partial<PatroniConfig>;
  readonly props?: Partial<PatroniProps>;
  readonly sizing?: Surroundings['sizing'];
  readonly around?: Partial<Surroundings>;
}

export interface Built extends Synthesized {
  readonly patroni: Patroni;
}

export function patroni({ config: changed, props, around, sizing = 'minimum' }: Changes = {}): Built {
  const config = { ...patroniConfig(), ...changed };
  let built: Patroni | undefined;
  const synthesized = synthesize((stack) => {
    built = new Patroni(stack, 'Postgres', {
      config,
      placement: { kind: 'kubernetes', namespace: 'openrouter', storageClass: null },
      members: patroniMembers(config, sizing),
      backups: {
        endpoint: 'http://object-storage.openrouter.svc:7070',
        region: 'us-east-1',
        bucket: 'openrouter-backups',
        keys: 'object-storage-backups-a',
        resources: [],
      },
      surroundings: surroundings({ sizing, ...around }),
      ...props,
    });
  });
  if (built === undefined) throw new Error('not built');
  return { ...synthesized, patroni: built };
}

export const certificate = { secret: 'postgres-tls', certificateAuthority: { configMap: 'postgres-ca', key: 'ca.crt' } };
