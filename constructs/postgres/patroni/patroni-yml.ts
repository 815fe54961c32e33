import { stringify } from 'yaml';
import { hbaLines, identLines, SUPERUSER, type HbaOptions } from './hba';
import { memorySettings } from './memory';
import { memberFiles, type MemberPaths } from './paths';

export interface PatroniOptions extends HbaOptions {
  /** Name of the cluster. */
  readonly scope: string;
  /** Of the members' pods, and of the objects that Patroni keeps. The cluster's name is one of them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Which label that is. */
  readonly scopeLabel: string;
  readonly paths: MemberPaths;
  /** Whether the certificate is signed by an authority: members then check it. */
  readonly certificateAuthority: boolean;
  /** Of one member. */
  readonly memoryMiB: number;
  /** Of one member's volume. */
  readonly storageGiB: number;
  readonly maxConnections: number;
  /** Queries that take as long are logged, in milliseconds. */
  readonly slowQueryMillis: number;
  readonly failover: FailoverOptions;
}

export interface FailoverOptions {
  /** After so long without a sign of life of the primary, another member takes its place. Patroni's least is 20. */
  readonly ttlSeconds: number;
  /** How often a member looks around. */
  readonly loopSeconds: number;
  /** How long a call to the API server or to PostgreSQL is tried again. */
  readonly retrySeconds: number;
}

/** How long PostgreSQL gets to stop before it is killed: a switchover, and a pod's end, take no longer. */
export const STOP_SECONDS = 60;
/** How long a crashed primary may try to come back before another one is promoted, which has lost nothing. */
const CRASH_RECOVERY_SECONDS = 60;

/** A word of the standby that the primary's own TCP stack would miss for 60 s, while commits wait for it. */
const REPLICATION_SILENCE = '20s';

/**
 * What a member is told. It differs from the others by its environment only (`memberEnvironment`), and holds no secret.
 * https://patroni.readthedocs.io/en/latest/yaml_configuration.html
 */
export function patroniYml(options: PatroniOptions): string {
  const { paths } = options;
  const files = memberFiles(paths);
  const callback = `/bin/sh ${files.onPrimary}`;
  return yaml({
    scope: options.scope,
    kubernetes: {
      // ConfigMaps: the API of Endpoints is deprecated, and Patroni would still use it for the addresses of the primary's Service.
      use_endpoints: false,
      labels: { ...options.labels },
      scope_label: options.scopeLabel,
    },
    // Who is no member may read what it says about its health, and change nothing.
    restapi: { allowlist_include_members: true },
    bootstrap: { dcs: dynamicSettings(options), initdb: initdbOptions },
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
      parameters: serverParameters(options),
      pg_hba: hbaLines(options),
      pg_ident: identLines(options),
    },
  });
}

/**
 * Settings that are the cluster's and not a member's. Patroni reads them from its own ConfigMap; from `patroni.yml` only once, for a new
 * cluster. So they are a file of their own too, which replaces what is kept there whenever a member starts.
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
  // When the API server is away, a primary that reaches every member stays one.
  failsafe_mode: true,
  check_timeline: true,
  primary_start_timeout: CRASH_RECOVERY_SECONDS,
  primary_stop_timeout: STOP_SECONDS,
  postgresql: {
    use_pg_rewind: true,
    use_slots: true,
    // These have to be the same everywhere: a standby with less than its primary cannot start.
    parameters: { max_connections: maxConnections },
  },
});

/**
 * Order of bytes, which no update of the C library can change: with an order of a language it can, and every index of text is then
 * corrupt. Queries that are shown to people name a collation of ICU. https://wiki.postgresql.org/wiki/Locale_data_changes
 */
const initdbOptions = [
  'data-checksums',
  { encoding: 'UTF8' },
  { 'lc-collate': 'C' },
  { 'lc-ctype': 'C.UTF-8' },
  // Replaced by pg_hba before the first start; initdb's own default would trust everybody in the pod until then.
  { 'auth-local': 'peer' },
  { 'auth-host': 'reject' },
];

/**
 * Members know each other by address, which no certificate names. Channel binding makes up for it: the one who ends the TLS session has
 * to be the one who knows the password's verifier. https://www.postgresql.org/docs/16/sasl-authentication.html
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
    // What a standby that is away may keep from being deleted: beyond it, it is made anew and the primary's disk does not fill up.
    max_slot_wal_keep_size: `${Math.max(1, Math.floor(storageGiB / 5))}GB`,
    wal_compression: 'on',
    wal_sender_timeout: REPLICATION_SILENCE,
    wal_receiver_timeout: REPLICATION_SILENCE,
    // A client that is gone without a word lets go of its locks.
    tcp_keepalives_idle: 60,
    tcp_keepalives_interval: 10,
    tcp_keepalives_count: 6,
    shared_preload_libraries: 'pg_stat_statements',
    // Its texts of utility statements are not normalized: it would keep passwords of roles.
    'pg_stat_statements.track_utility': 'off',
    track_io_timing: 'on',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %q%u@%d %a ',
    log_min_duration_statement: slowQueryMillis,
    // Values are people's data and tokens: the statement is enough to find what is slow.
    log_parameter_max_length: 0,
    log_lock_waits: 'on',
    log_temp_files: '10MB',
    log_autovacuum_min_duration: '1min',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

/** Patroni reads YAML 1.1, in which an \`on\` without quotes is no text. */
const yaml = (value: object): string => stringify(value, { version: '1.1', singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false });
