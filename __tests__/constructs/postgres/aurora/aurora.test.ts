/** PostgreSQL on Aurora, as it is written for Terraform. */
import { auroraParameters } from '../../../../constructs/postgres/aurora/parameters';
import { at } from '../../../support/synthesized';
import { aurora, instancesOf, onlyId, placement } from '../../aws-stores.fixture';

const usual = aurora();
const cluster = usual.resources.one('aws_rds_cluster');

describe('the cluster', () => {
  test('is PostgreSQL 16 at an exact release, at the configured port', () => {
    expect(cluster).toMatchObject({ engine: 'aurora-postgresql', engine_mode: 'provisioned', engine_version: '16.13', port: 5433 });
    expect(aurora({ version: '16.14', port: 6000 }).resources.one('aws_rds_cluster')).toMatchObject({
      engine_version: '16.14',
      port: 6000,
    });
  });

  test('has a name that nothing but the environment changes', () => {
    expect(cluster.cluster_identifier).toBe('production-postgres');
    const other = aurora({ version: '16.14', port: 6000, database: 'other' }, { placement: { generation: 2 } });
    expect(other.resources.one('aws_rds_cluster').cluster_identifier).toBe('production-postgres');
  });

  test('makes no database, whose name could then never change', () => {
    expect(cluster).not.toHaveProperty('database_name');
  });

  test('stands in the data subnets and carries the group of its flows, and no other', () => {
    expect(usual.resources.one('aws_db_subnet_group')).toMatchObject({
      name: 'production-postgres',
      subnet_ids: placement.subnetIds.data,
    });
    expect(cluster.vpc_security_group_ids).toEqual(['sg-postgres']);
    expect(cluster.db_subnet_group_name).toMatch(/^\$\{aws_db_subnet_group\.\w+\.name\}$/);
  });

  test('is encrypted with the key of PostgreSQL', () => {
    expect(cluster).toMatchObject({ storage_encrypted: true, kms_key_id: placement.kmsKeyArns.postgres });
  });

  test('can be restored to any second of a fortnight, or of what is configured', () => {
    expect(cluster).toMatchObject({ backup_retention_period: 14, preferred_backup_window: '03:00-04:00', copy_tags_to_snapshot: true });
    expect(aurora({ backupRetentionDays: 35 }).resources.one('aws_rds_cluster').backup_retention_period).toBe(35);
  });

  test('is protected three times, and changes in its window', () => {
    expect(cluster).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
      delete_automated_backups: false,
      apply_immediately: false,
      preferred_maintenance_window: 'sun:05:00-sun:06:00',
    });
  });

  test('can be torn down where nothing is protected', () => {
    expect(aurora({}, { deletionProtection: false }).resources.one('aws_rds_cluster')).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
      delete_automated_backups: true,
      apply_immediately: true,
    });
  });

  test.each([true, false])('leaves a snapshot behind, under a name of its generation (protected: %s)', (deletionProtection) => {
    const { resources } = aurora({}, { deletionProtection, placement: { generation: 7 } });
    expect(resources.one('aws_rds_cluster')).toMatchObject({
      skip_final_snapshot: false,
      final_snapshot_identifier: 'production-postgres-final-g7',
    });
  });

  test('is never raised to another major release by itself', () => {
    expect(cluster.allow_major_version_upgrade).toBe(false);
  });

  test('has names that fit with the longest name of an environment', () => {
    const environment = 'e'.repeat(20);
    const { resources } = aurora({ readers: 15 }, { placement: { environment, generation: 999 } });
    const { cluster_identifier, final_snapshot_identifier } = resources.one('aws_rds_cluster');
    const identifiers = instancesOf({ resources }).map(({ identifier }) => identifier);
    // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html and API_CreateDBInstance.html
    for (const identifier of [cluster_identifier, ...identifiers]) expect(identifier).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/);
    expect(final_snapshot_identifier).toMatch(/^[a-z](?!.*--)[a-z0-9-]{0,253}[a-z0-9]$/);
    expect(String(resources.one('aws_iam_role').name).length).toBeLessThanOrEqual(64);
  });
});

describe('the admin of the cluster', () => {
  test('has the password that the store has, read back when it is there', () => {
    const { json } = usual.resources;
    const stored = onlyId(json, 'ephemeral.aws_secretsmanager_secret_version');
    const versions = Object.keys(at(json, 'resource.aws_secretsmanager_secret_version') as object);
    const version = versions.find((id) => id.startsWith('Postgres_Logins_Admin_Version'));
    expect(cluster.master_password_wo).toBe(
      `\${jsondecode(ephemeral.aws_secretsmanager_secret_version.${stored}.secret_string)["password"]}`,
    );
    expect(at(json, `ephemeral.aws_secretsmanager_secret_version.${stored}`)).toEqual({
      secret_id: `\${aws_secretsmanager_secret_version.${version}.secret_arn}`,
    });
    expect(cluster.master_password_wo_version).toBe(`\${aws_secretsmanager_secret_version.${version}.secret_string_wo_version}`);
    for (const kept of ['master_password', 'manage_master_user_password']) expect(cluster).not.toHaveProperty(kept);
  });

  test('gets another password with every revision', () => {
    const number = (secretsRevision: number) =>
      aurora({}, { secretsRevision }).resources.all('aws_secretsmanager_secret_version').Postgres_Logins_Admin_Version;
    expect(number(2)?.secret_string_wo_version).toBe(2);
    expect(number(3)?.secret_string_wo_version).toBe(3);
  });
});

describe('the parameters', () => {
  const value = (name: string) => auroraParameters({ maxConnections: 400, slowQueryMillis: 250 }).find((one) => one.name === name);

  test('are of a family in whose name they are, and another group is there before this one goes', () => {
    expect(usual.resources.one('aws_rds_cluster_parameter_group')).toMatchObject({
      name: 'production-postgres-16',
      family: 'aurora-postgresql16',
      lifecycle: { create_before_destroy: true },
    });
  });

  test('are those of the cluster', () => {
    const id = onlyId(usual.resources.json, 'resource.aws_rds_cluster_parameter_group');
    expect(cluster.db_cluster_parameter_group_name).toBe(`\${aws_rds_cluster_parameter_group.${id}.name}`);
    expect(usual.resources.one('aws_rds_cluster_parameter_group').parameter).toContainEqual({
      name: 'max_connections',
      value: '250',
      apply_method: 'pending-reboot',
    });
  });

  test('let nobody in without TLS', () => {
    expect(value('rds.force_ssl')).toMatchObject({ value: '1', applyMethod: 'immediate' });
  });

  test('say how many connections there are', () => {
    expect(value('max_connections')).toMatchObject({ value: '400', applyMethod: 'pending-reboot' });
  });

  test('log what is slow, without anybody’s values', () => {
    expect(value('log_min_duration_statement')).toMatchObject({ value: '250' });
    expect(value('log_parameter_max_length')).toMatchObject({ value: '0' });
    expect(value('log_parameter_max_length_on_error')).toMatchObject({ value: '0' });
    expect(value('log_statement')).toMatchObject({ value: 'ddl' });
  });

  test('count statements, as the exporter asks for them', () => {
    expect(value('shared_preload_libraries')).toMatchObject({ value: 'pg_stat_statements', applyMethod: 'pending-reboot' });
  });

  test('are each there once', () => {
    const names = auroraParameters({ maxConnections: 1, slowQueryMillis: 1 }).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('the log is there before the cluster would make it: encrypted, and kept for a year', () => {
  const { json } = usual.resources;
  expect(usual.resources.one('aws_cloudwatch_log_group')).toMatchObject({
    name: '/aws/rds/cluster/production-postgres/postgresql',
    kms_key_id: placement.kmsKeyArns.logs,
    retention_in_days: 365,
  });
  expect(cluster.enabled_cloudwatch_logs_exports).toEqual(['postgresql']);
  expect(cluster.depends_on).toEqual([`aws_cloudwatch_log_group.${onlyId(json, 'resource.aws_cloudwatch_log_group')}`]);
});
