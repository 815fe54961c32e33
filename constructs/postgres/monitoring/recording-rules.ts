import type { PostgresWatch } from '../../../config';
import type { RecordingRule } from '../../mixin/component-monitoring';

/** Share of `max_connections` in use, on the server that the exporter reads. */
export const CONNECTIONS = 'instance:postgres_connections_used:ratio';
/** Share of the requested blocks found in PostgreSQL's own cache. */
export const CACHE_HITS = 'datname:postgres_cache_hits:ratio_rate15m';
/** Bytes that the primary has written and a replica has not yet replayed. */
export const REPLICA_BEHIND = 'member:patroni_replica_behind:bytes';

const blocks = (what: 'hit' | 'read') => `sum by (datname) (rate(pg_stat_database_blks_${what}[15m]))`;

export const postgresRecordingRules = ({ members }: PostgresWatch): readonly RecordingRule[] => [
  {
    record: CONNECTIONS,
    expr: 'sum by (instance) (pg_stat_database_numbackends) / max by (instance) (pg_settings_max_connections)',
  },
  { record: CACHE_HITS, expr: `${blocks('hit')} / (${blocks('hit')} + ${blocks('read')})` },
  ...(members === null
    ? []
    : [
        {
          record: REPLICA_BEHIND,
          expr: '(max by (scope) (patroni_xlog_location) - on (scope) group_right () patroni_xlog_replayed_location) and patroni_replica == 1',
        },
      ]),
];
