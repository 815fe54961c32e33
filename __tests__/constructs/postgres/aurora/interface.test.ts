/** What others see of Aurora: the interface of PostgreSQL, and the Job that makes its roles. */
import type { SecretReference } from '../../../../constructs/contracts';
import { createPostgres, createPostgresRoles, type Postgres } from '../../../../constructs/postgres';
import { loginSlots, rolePurposes } from '../../../../constructs/postgres/logins';
import { CopiedSecrets } from '../../../../constructs/secrets';
import { at } from '../../../support/synthesized';
import { aurora, auroraConfig, awsStack, built, onlyId, placement } from '../../aws-stores.fixture';
import { surroundings } from '../../../support/surroundings';

const usual = aurora();

describe('as the interface of PostgreSQL', () => {
  test('its endpoints follow a failover', () => {
    const { json } = awsStack((stack) => {
      const postgres = createPostgres(stack, 'Postgres', {
        ...{ config: auroraConfig(), backups: null, placement, surroundings: surroundings() },
      });
      const { primary, replicas } = postgres;
      stack.addOverride('output.it.value', { primary: { ...primary }, replicas: { ...replicas } });
    });
    const id = onlyId(json, 'resource.aws_rds_cluster');
    expect(at(json, 'output.it.value')).toEqual({
      primary: { host: `\${aws_rds_cluster.${id}.endpoint}`, port: 5433 },
      replicas: { host: `\${aws_rds_cluster.${id}.reader_endpoint}`, port: 5433 },
    });
  });

  test('clients check certificate and name, with the authorities of the region', () => {
    const { sslMode, ca, certificates } = usual.box;
    expect({ sslMode, ca }).toEqual({ sslMode: 'verify-full', ca: { configMap: 'postgres-ca', key: 'ca.crt' } });
    expect(certificates.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
  });

  test('a region whose authorities are not known is an error', () => {
    expect(() => aurora({}, { placement: { region: 'mars-north-1' } })).toThrow('test/Postgres: the certificates of mars-north-1');
  });

  test('has a login for each role, the slot written last', () => {
    const names = (secretsRevision: number) =>
      Object.fromEntries(
        Object.entries(aurora({}, { secretsRevision }).box.credentials).map(([role, { name, source }]) => [role, source === null || name]),
      );
    expect(names(2)).toEqual({
      admin: 'postgres-admin',
      app: 'postgres-app-b',
      migrate: 'postgres-migrate-b',
      monitor: 'postgres-monitor-b',
      backup: 'postgres-backup-b',
    });
    expect(names(3)).toMatchObject({ admin: 'postgres-admin', app: 'postgres-app-a' });
  });

  test('every login has to be copied, both slots: the roles Job is told all of them', () => {
    const slots = rolePurposes.flatMap((purpose) => loginSlots.map((slot) => `postgres-${purpose}-${slot}`));
    expect(usual.box.storedSecrets.map(({ name }) => name)).toEqual(['postgres-admin', ...slots]);
    for (const { source } of usual.box.storedSecrets) expect(source).not.toBeNull();
  });

  test('Aurora does not run in a namespace', () => {
    const kubernetes = { kind: 'kubernetes', namespace: 'openrouter', storageClass: null } as const;
    expect(() =>
      built((scope) =>
        createPostgres(scope, 'Postgres', {
          ...{ config: auroraConfig(), backups: null, placement: kubernetes, surroundings: surroundings() },
        }),
      ),
    ).toThrow('test/Postgres: aurora does not run on kubernetes');
  });
});

describe('the roles of Aurora', () => {
  const source = { secretId: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:it', revision: 2 };
  /** As the next state sees it: what is known when it is applied is there. */
  const inApp = (): Postgres => {
    const { replicas, database, sslMode, ca, certificates, credentials, storedSecrets } = usual.box;
    const known = ({ name }: SecretReference) => ({ name, source });
    return {
      ...{ replicas, database, sslMode, ca, certificates },
      primary: { host: 'cluster.example', port: usual.box.primary.port },
      credentials: { ...credentials, admin: known(credentials.admin) },
      storedSecrets: storedSecrets.map(known),
    };
  };
  const roles = (fields: object = {}) =>
    awsStack((stack) => {
      const postgres = inApp();
      const { resources } = new CopiedSecrets(stack, 'Copies', { namespace: 'openrouter', references: postgres.storedSecrets });
      const config = auroraConfig(fields);
      createPostgresRoles(stack, 'PostgresRoles', {
        config,
        postgres,
        namespace: 'openrouter',
        surroundings: surroundings(),
        after: resources,
      });
    });
  const job = () => roles().one('kubernetes_job_v1');

  test('are made by the same Job, logged in as the admin of the cluster', () => {
    const variables = at(job(), 'spec.template.spec.container.0.env') as { name: string }[];
    expect(variables).toContainEqual({
      name: 'PGUSER',
      value_from: { secret_key_ref: { name: 'postgres-admin', key: 'username' } },
    });
    expect(variables).toContainEqual({ name: 'PGHOST', value: 'cluster.example' });
    expect(variables).toContainEqual({ name: 'PGPORT', value: '5433' });
  });

  test('check the server by a ConfigMap that is made before', () => {
    const made = roles();
    expect(made.find('kubernetes_config_map_v1', 'postgres-ca').data).toEqual({ 'ca.crt': usual.box.certificates });
    expect(made.one('kubernetes_job_v1').depends_on).toContain(made.address('kubernetes_config_map_v1', 'postgres-ca'));
    expect(JSON.stringify(at(made.one('kubernetes_job_v1'), 'spec.template.spec.volume'))).toContain('postgres-ca');
  });

  test('are made again when a copy of a login is written again, whatever the configuration says', () => {
    const made = roles();
    const copies = made.names('kubernetes_secret_v1').map((name) => made.address('kubernetes_secret_v1', name));
    expect(copies).toHaveLength(9);
    expect(made.one('kubernetes_job_v1').depends_on).toEqual(expect.arrayContaining(copies));
    expect(at(made.one('kubernetes_job_v1'), 'lifecycle.replace_triggered_by')).toEqual(expect.arrayContaining(copies));
  });

  test('may have extensions', () => {
    expect(JSON.stringify(roles({ extensions: ['pg_trgm'] }).find('kubernetes_config_map_v1', 'postgres-roles').data)).toContain('pg_trgm');
  });
});
