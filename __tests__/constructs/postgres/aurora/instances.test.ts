/** The instances of Aurora, as they are written for Terraform. */
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { aurora, instancesOf, placement, unknownArguments } from '../../aws-stores.fixture';

const usual = aurora();
const cluster = usual.resources.one('aws_rds_cluster');

describe('the instances', () => {
  test('are a writer and its readers, in a zone each, and called by letters', () => {
    const instances = instancesOf(aurora({ readers: 2 }));
    expect(instances.map(({ identifier }) => identifier)).toEqual([
      'production-postgres-a',
      'production-postgres-b',
      'production-postgres-c',
    ]);
    expect(new Set(instances.map((instance) => instance.availability_zone)).size).toBe(3);
    expect(instances.map((instance) => instance.availability_zone)).toEqual(placement.zones);
  });

  test('begin with the first zone again when there are more of them', () => {
    const more = instancesOf(aurora({ readers: 4 }));
    expect(Object.fromEntries(more.map((instance) => [instance.identifier, instance.availability_zone]))).toEqual({
      'production-postgres-a': 'eu-central-1a',
      'production-postgres-b': 'eu-central-1b',
      'production-postgres-c': 'eu-central-1c',
      'production-postgres-a-2': 'eu-central-1a',
      'production-postgres-b-2': 'eu-central-1b',
    });
  });

  test.each([1, 2, 3, 15])('%d readers: exchanging a zone replaces what stands in it, and nothing else', (readers) => {
    const within = (zones: readonly string[]) => {
      const all = Object.entries(aurora({ readers }, { placement: { zones } }).resources.all('aws_rds_cluster_instance'));
      return new Map(all.map(([id, { identifier, availability_zone: zone }]) => [id, `${String(identifier)} in ${String(zone)}`]));
    };
    const exchanges = placement.zones.flatMap((gone) => {
      const exchanged = [...placement.zones.filter((zone) => zone !== gone), 'eu-central-1d'];
      return [[placement.zones, exchanged] as const, [exchanged, placement.zones] as const];
    });
    for (const [from, to] of exchanges) {
      const [before, after] = [within(from), within(to.toSorted())];
      for (const [id, place] of after) expect(before.get(id) ?? place).toBe(place);
      const gone = [...before.keys()].filter((id) => !after.has(id));
      expect(gone.length).toBeLessThanOrEqual(Math.ceil((1 + readers) / 3));
    }
  });

  test('take the writer’s place one after the other', () => {
    const tiers = instancesOf(aurora({ readers: 15 })).map((instance) => Number(instance.promotion_tier));
    expect(tiers.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, tier) => tier));
  });

  test('keep their addresses when one is added', () => {
    const ids = (readers: number) => Object.keys(aurora({ readers }).resources.all('aws_rds_cluster_instance'));
    expect(ids(2).slice(0, 2)).toEqual(ids(1));
  });

  test('have the class of the sizing, or grow with the load', () => {
    expect(instancesOf(usual).map((instance) => instance.instance_class)).toEqual(['db.r7g.xlarge', 'db.r7g.xlarge']);
    expect(cluster).not.toHaveProperty('serverlessv2_scaling_configuration');
    const serverless = aurora({ capacity: { type: 'serverless', maxAcu: 4 } });
    expect(instancesOf(serverless).map((instance) => instance.instance_class)).toEqual(['db.serverless', 'db.serverless']);
    expect(serverless.resources.one('aws_rds_cluster').serverlessv2_scaling_configuration).toEqual({ min_capacity: 0.5, max_capacity: 4 });
  });

  test('are watched: Performance Insights encrypted, the operating system every minute', () => {
    for (const instance of instancesOf(usual)) {
      expect(instance).toMatchObject({
        performance_insights_enabled: true,
        performance_insights_kms_key_id: placement.kmsKeyArns.postgres,
        monitoring_interval: 60,
        publicly_accessible: false,
        ca_cert_identifier: 'rds-ca-rsa2048-g1',
      });
    }
  });

  test('stay at the release that is configured', () => {
    for (const instance of instancesOf(usual)) {
      expect(instance.auto_minor_version_upgrade).toBe(false);
      expect(instance).not.toHaveProperty('engine_version');
    }
  });

  test('write their measurements by a role that only this account’s RDS may take', () => {
    const role = usual.resources.one('aws_iam_role');
    expect(role.name).toBe('production-postgres-monitoring');
    expect(role.assume_role_policy).toContain('"Service" = "monitoring.rds.amazonaws.com"');
    expect(role.assume_role_policy).toContain('"aws:SourceAccount" = "123456789012"');
    expect(instancesOf(usual)[0]?.depends_on).toEqual([expect.stringContaining('aws_iam_role_policy_attachment.')]);
  });
});

test('every argument is one that the bindings know', () => {
  expect(unknownArguments(aurora({ capacity: { type: 'serverless' } }).resources.one('aws_rds_cluster'), RdsCluster)).toEqual([]);
  expect(unknownArguments(instancesOf(usual)[0], RdsClusterInstance)).toEqual([]);
  expect(unknownArguments({ no_such_argument: true }, RdsCluster)).toEqual(['noSuchArgument']);
});
