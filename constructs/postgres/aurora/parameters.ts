export interface ParametersOptions {
  readonly maxConnections: number;
  readonly slowQueryMillis: number;
}

export interface Parameter {
  readonly name: string;
  readonly value: string;
  /** Static parameters take effect when an instance restarts; the API refuses any other apply method for them. */
  readonly applyMethod: 'immediate' | 'pending-reboot';
}

/**
 * The same settings as the members of a Patroni cluster, where Aurora allows them. Statements are logged in normalized form, never with their
 * values: those are other people's prompts.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Reference.ParameterGroups.html
 */
export function auroraParameters({ maxConnections, slowQueryMillis }: ParametersOptions): readonly Parameter[] {
  const atStart = { max_connections: maxConnections, shared_preload_libraries: 'pg_stat_statements' };
  const atOnce = {
    'rds.force_ssl': 1,
    // Changes to the schema and to privileges. The roles Job sets passwords in a way that is not a statement of its own.
    log_statement: 'ddl',
    log_min_duration_statement: slowQueryMillis,
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_lock_waits: 1,
    log_temp_files: 10 * 1024, // in kB
    log_autovacuum_min_duration: 60_000, // in ms
    'pg_stat_statements.track_utility': 0,
    track_io_timing: 1,
    timezone: 'UTC',
  };
  const parameters = (values: Readonly<Record<string, string | number>>, applyMethod: Parameter['applyMethod']) =>
    Object.entries(values).map(([name, value]) => ({ name, value: String(value), applyMethod }));
  return [...parameters(atStart, 'pending-reboot'), ...parameters(atOnce, 'immediate')];
}
