import { Tokenization } from 'cdktf';
import { Construct } from 'constructs';
import { monitoringPorts } from '../../../config';
import { configChecksum, type PodEnvironment } from '../../kubernetes';
import type { Postgres } from '../../postgres';
import { Exporter, type StatelessProps } from './exporter';

/** What the exporter must know about PostgreSQL. */
export interface WatchedPostgres extends Pick<Postgres, 'primary' | 'database' | 'sslMode' | 'ca' | 'credentials'> {
  /** Whether the server cannot report its write-ahead log. */
  readonly hidesWal: boolean;
}

export interface PostgresExporterProps extends StatelessProps {
  readonly postgres: WatchedPostgres;
}

/** `nobody` of the image. */
const USER = 65534;
const CA_PATH = '/etc/postgres-exporter/ca.crt';

/** Number of statements reported, those with the highest total time, and characters kept of each. */
const STATEMENTS = { limit: 100, queryLength: 200 } as const;

/**
 * Collectors beside the defaults. Aurora keeps its WAL in its storage and cannot report it: pg_ls_waldir and the received position do not
 * exist there, and its replicas' lag comes from CloudWatch.
 */
export const postgresExporterFlags = (hidesWal: boolean): readonly string[] => [
  '--collector.database_wraparound',
  '--collector.long_running_transactions',
  '--collector.stat_activity_autovacuum',
  '--collector.stat_statements',
  '--collector.stat_statements.include_query',
  `--collector.stat_statements.limit=${STATEMENTS.limit}`,
  `--collector.stat_statements.query_length=${STATEMENTS.queryLength}`,
  ...(hidesWal ? ['--no-collector.wal', '--no-collector.replication'] : []),
];

/** Exporter of the primary, as the role `monitor`, which reads statistics and no rows. */
export class PostgresExporter extends Construct {
  constructor(scope: Construct, id: string, { postgres, ...props }: PostgresExporterProps) {
    super(scope, id);
    new Exporter(this, 'Server', {
      ...props,
      name: 'postgres-exporter',
      image: props.surroundings.images.programs.postgresExporter,
      user: USER,
      command: [
        '/bin/postgres_exporter',
        `--web.listen-address=:${monitoringPorts.postgresExporter}`,
        ...postgresExporterFlags(postgres.hidesWal),
      ],
      port: ['metrics', monitoringPorts.postgresExporter],
      // Its landing page: the exporter stays alive while the database does not answer.
      health: { liveness: '/', readiness: '/' },
      environment: postgresExporterEnvironment(postgres),
      checksum: configChecksum({ secretsRevision: props.surroundings.secretsRevision }),
    });
  }
}

/** The exporter itself adds user and password to the rest, and encodes them. */
export function postgresExporterEnvironment({
  primary,
  database,
  sslMode,
  ca,
  credentials,
}: Omit<WatchedPostgres, 'hidesWal'>): PodEnvironment {
  const { name } = credentials.monitor;
  // A port that only Terraform knows is a negative number until the apply; a text needs its marker instead.
  const at = `${primary.host}:${Tokenization.stringifyNumber(primary.port)}`;
  const authority = ca === null ? '' : `&sslrootcert=${CA_PATH}`;
  return {
    values: { DATA_SOURCE_URI: `${at}/${database}?sslmode=${sslMode}${authority}` },
    secrets: { DATA_SOURCE_USER: { name, key: 'username' }, DATA_SOURCE_PASS: { name, key: 'password' } },
    files: ca === null ? {} : { [CA_PATH]: { configMap: ca.configMap, key: ca.key } },
  };
}
