import { stringify } from 'yaml';
import { hbaLines, identLines, SUPERUSER, type HbaOptions } from './hba';
import { memorySettings } from './memory';
import type { ArchiveOptions } from './archive/pgbackrest-conf';
import { archiveServerParameters, bootstrapFromArchive } from './archive/patroni-settings';
import { memberFiles, type MemberPaths } from './paths';

export interface PatroniOptions extends HbaOptions {
  /** Name of the cluster. */
  readonly scope: string;
  /** Labels of the members' pods and of the objects that Patroni keeps. The cluster's name is one of them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Key of the label that holds the cluster's name. */
  readonly scopeLabel: string;
  readonly paths: MemberPaths;
  /** Whether an authority signed the certificate: members then verify it. */
  readonly certificateAuthority: boolean;
  /** Memory of one member. */
  readonly memoryMiB: number;
  /** Size of one member's volume. */
  readonly storageGiB: number;
  readonly maxConnections: number;
  readonly port: number;
  /** Archive of all changes; null: there is none. */
  readonly archive: ArchiveOptions | null;
  /** Threshold in milliseconds from which a query is logged. */
  readonly slowQueryMillis: number;
  readonly failover: FailoverOptions;
}

export interface FailoverOptions {
  /** Seconds without a sign of life from the primary until another member takes its place. Patroni's minimum is 20. */
  readonly ttlSeconds: number;
  /** Seconds between two loops of a member. */
  readonly loopSeconds: number;
  /** Seconds for which a failed call to the API server or to PostgreSQL is retried. */
  readonly retrySeconds: number;
}

/** Seconds that PostgreSQL gets to stop before it is killed: an upper bound for a switchover and for a pod's end. */
export const STOP_SECONDS = 60;
/** Seconds that a crashed primary may take to come back before another member is promoted, which has lost nothing. */
const CRASH_RECOVERY_SECONDS = 60;

/** Time-out for a standby whose loss the primary's TCP stack would take 60 s to notice, while commits wait for it. */
const REPLICATION_SILENCE = '20s';

/**
 * Configuration of a member. Members differ only in their environment (`memberEnvironment`); it holds no secret.
 * https://patroni.readthedocs.io/en/latest/yaml_configuration.html
 */
export function patroniYml(options: PatroniOptions): string {
  const { paths } = options;
  const files = memberFiles(paths);
  const callback = `/bin/sh ${files.onPrimary}`;
  return yaml({
    scope: options.scope,
    kubernetes: {
      // ConfigMaps: the Endpoints API is deprecated, and Patroni would still use it for the addresses of the primary's Service.
      use_endpoints: false,
      labels: { ...options.labels },
      scope_label: options.scopeLabel,
    },
    // Clients that are not members may read its health, and change nothing.
    restapi: { allowlist_include_members: true },
    bootstrap: { dcs: dynamicSettings(options), initdb: initdbOptions, ...bootstrapFromArchive(options) },
    postgresql: {
      data_dir: files.data,
      bin_dir: paths.binaries,
      pgpass: files.passwords,
      use_unix_socket: true,
      authentication: {
        superuser: { username: SUPERUSER },
        replication: connectionSecurity(options),
        rewind: connectionSecurity(options),
      },
      callbacks: { on_start: callback, on_restart: callback, on_role_change: callback },
      parameters: { ...serverParameters(options), ...archiveServerParameters(options) },
      pg_hba: hbaLines(options),
      pg_ident: identLines(options),
    },
  });
}

/**
 * Settings of the cluster rather than of a member. Patroni reads them from its own ConfigMap; from `patroni.yml` only once, for a new
 * cluster. So they are also in a file of their own, which replaces the stored settings whenever a member starts.
 * https://patroni.readthedocs.io/en/latest/dynamic_configuration.html
 */
export const dynamicYml = (options: PatroniOptions): string => yaml(dynamicSettings(options));

const dynamicSettings = ({ failover, maxConnections }: PatroniOptions) => ({
  ttl: failover.ttlSeconds,
  loop_wait: failover.loopSeconds,
  retry_timeout: failover.retrySeconds,
  // Only a member that has every acknowledged commit may become primary. Not strict: without such a member, the primary goes on alone.
  synchronous_mode: true,
  synchronous_mode_strict: false,
  // When the API server is down, a primary that reaches every member remains primary.
  failsafe_mode: true,
  check_timeline: true,
  primary_start_timeout: CRASH_RECOVERY_SECONDS,
  primary_stop_timeout: STOP_SECONDS,
  postgresql: {
    use_pg_rewind: true,
    use_slots: true,
    // These must be the same everywhere: a standby with lower values than its primary cannot start.
    parameters: { max_connections: maxConnections },
  },
});

/**
 * Byte order, which no update of the C library can change: a language's order can change, which corrupts every text index. Queries whose
 * results people see name an ICU collation. https://wiki.postgresql.org/wiki/Locale_data_changes
 */
const initdbOptions = [
  'data-checksums',
  { encoding: 'UTF8' },
  { 'lc-collate': 'C' },
  { 'lc-ctype': 'C.UTF-8' },
  // Replaced by pg_hba before the first start; until then, initdb's own default would trust everyone in the pod.
  { 'auth-local': 'peer' },
  { 'auth-host': 'reject' },
];

/**
 * Members address each other by IP, which no certificate names. Channel binding makes up for it: whoever terminates the TLS session must also
 * know the password's verifier. https://www.postgresql.org/docs/16/sasl-authentication.html
 */
const connectionSecurity = ({ certificateAuthority, paths }: PatroniOptions) => ({
  ...(certificateAuthority ? { sslmode: 'verify-ca', sslrootcert: memberFiles(paths).authority } : { sslmode: 'require' }),
  channel_binding: 'require',
});

/** PostgreSQL's own defaults are not repeated. Its log goes to the container's. */
function serverParameters(options: PatroniOptions) {
  const { paths, storageGiB, slowQueryMillis } = options;
  const files = memberFiles(paths);
  return {
    unix_socket_directories: paths.run,
    ssl: 'on',
    ssl_cert_file: files.certificate,
    ssl_key_file: files.key,
    password_encryption: 'scram-sha-256',
    ...memorySettings(options),
    // Solid-state disks, as the deployment guide asks for: a random page costs little more than the next one.
    random_page_cost: 1.1,
    effective_io_concurrency: 200,
    // Log kept for a standby that is down. Beyond it the slot is lost, and with Patroni 4.1.3 it stays so: the standby follows again only
    // after `patronictl reinit` (patroni/patroni#3641, fixed in 4.1.4). The primary's disk does not fill up.
    max_slot_wal_keep_size: `${Math.max(1, Math.floor(storageGiB / 5))}GB`,
    wal_compression: 'on',
    wal_sender_timeout: REPLICATION_SILENCE,
    wal_receiver_timeout: REPLICATION_SILENCE,
    // A client that vanishes without closing its connection releases its locks.
    tcp_keepalives_idle: 60,
    tcp_keepalives_interval: 10,
    tcp_keepalives_count: 6,
    shared_preload_libraries: 'pg_stat_statements',
    // It does not normalize utility statements, so it would store passwords of roles.
    'pg_stat_statements.track_utility': 'off',
    track_io_timing: 'on',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %q%u@%d %a ',
    log_min_duration_statement: slowQueryMillis,
    // Values are people's data and tokens: the statement alone is enough to find what is slow.
    log_parameter_max_length: 0,
    log_lock_waits: 'on',
    log_temp_files: '10MB',
    log_autovacuum_min_duration: '1min',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

/** Patroni reads YAML 1.1, in which an unquoted \`on\` is a boolean. */
const yaml = (value: object): string => stringify(value, { version: '1.1', singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false });
