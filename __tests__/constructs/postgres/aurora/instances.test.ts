/** The instances of Aurora, as they are written for Terraform. */
import { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { aurora, blocks, instancesOf, placement, unknownArguments } from '../../aws-stores.fixture';

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
    expect(blocks(aurora().resources.json, 'data.aws_subnet')).toMatchObject({
      Postgres_Instances_DataSubnetA: { id: 'subnet-data-a' },
      Postgres_Instances_DataSubnetB: { id: 'subnet-data-b' },
    });
  });

  test('begin with the first zone again when there are more of them', () => {
    const zones = instancesOf(aurora({ readers: 3 })).map((instance) => instance.availability_zone);
    expect(zones[3]).toBe(zones[0]);
  });

  test('take the writer’s place one after the other', () => {
    expect(instancesOf(aurora({ readers: 15 })).map((instance) => instance.promotion_tier)).toEqual(
      Array.from({ length: 16 }, (_, tier) => tier),
    );
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
