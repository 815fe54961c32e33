/** The roles of the bootstrap and the environments of the program know each other by names alone: here they meet. */
import { loadEnvironments, type AwsEnvironment } from '../../../config';
import { automationRoleArn, stateBucketName } from '../../../config/bootstrap';
import { environmentNames, stacksOf } from '../../support/environments';
import { allowedBy, bootstrap, bootstrapConfig, roleStatements } from './bootstrap.fixture';

const onAws = loadEnvironments(environmentNames).filter((environment): environment is AwsEnvironment => environment.target === 'aws');

/** What has a name: the attribute that has it, what an apply does to it, and its ARN behind service, region and account. */
const named: Readonly<Record<string, readonly (readonly [attribute: string, action: string, arn: string])[]>> = {
  aws_budgets_budget: [['name', 'budgets:ModifyBudget', 'budgets::$account:budget/$name']],
  aws_cloudwatch_log_group: [['name', 'logs:CreateLogGroup', 'logs:$region:$account:log-group:$name']],
  aws_db_subnet_group: [['name', 'rds:CreateDBSubnetGroup', 'rds:$region:$account:subgrp:$name']],
  aws_eks_access_entry: [['cluster_name', 'eks:CreateAccessEntry', 'eks:$region:$account:cluster/$name']],
  aws_eks_cluster: [
    ['name', 'eks:UpdateClusterConfig', 'eks:$region:$account:cluster/$name'],
    ['name', 'eks:UpdateAddon', 'eks:$region:$account:addon/$name/metrics-server/0123'],
    ['name', 'eks:UpdateAccessEntry', 'eks:$region:$account:access-entry/$name/role/0/x/y'],
  ],
  aws_eks_pod_identity_association: [['cluster_name', 'eks:CreatePodIdentityAssociation', 'eks:$region:$account:cluster/$name']],
  aws_elasticache_parameter_group: [['name', 'elasticache:CreateCacheParameterGroup', 'elasticache:$region:$account:parametergroup:$name']],
  aws_elasticache_replication_group: [
    ['replication_group_id', 'elasticache:CreateReplicationGroup', 'elasticache:$region:$account:replicationgroup:$name'],
  ],
  aws_elasticache_subnet_group: [['name', 'elasticache:CreateCacheSubnetGroup', 'elasticache:$region:$account:subnetgroup:$name']],
  aws_elasticache_user: [['user_id', 'elasticache:CreateUser', 'elasticache:$region:$account:user:$name']],
  aws_elasticache_user_group: [['user_group_id', 'elasticache:CreateUserGroup', 'elasticache:$region:$account:usergroup:$name']],
  aws_iam_policy: [['name', 'iam:CreatePolicy', 'iam::$account:policy/$name']],
  aws_iam_role: [
    ['name', 'iam:CreateRole', 'iam::$account:role/$name'],
    ['name', 'iam:PassRole', 'iam::$account:role/$name'],
  ],
  aws_lb: [
    ['name', 'elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:$region:$account:loadbalancer/app/$name/0'],
    ['name', 'elasticloadbalancing:ModifyListener', 'elasticloadbalancing:$region:$account:listener/app/$name/0/1'],
    ['name', 'elasticloadbalancing:CreateRule', 'elasticloadbalancing:$region:$account:listener-rule/app/$name/0/1/2'],
  ],
  aws_lb_target_group: [['name', 'elasticloadbalancing:CreateTargetGroup', 'elasticloadbalancing:$region:$account:targetgroup/$name/0']],
  aws_lb_trust_store: [['name', 'elasticloadbalancing:CreateTrustStore', 'elasticloadbalancing:$region:$account:truststore/$name/0']],
  aws_rds_cluster: [
    ['cluster_identifier', 'rds:CreateDBCluster', 'rds:$region:$account:cluster:$name'],
    ['final_snapshot_identifier', 'rds:CreateDBClusterSnapshot', 'rds:$region:$account:cluster-snapshot:$name'],
  ],
  aws_rds_cluster_instance: [['identifier', 'rds:CreateDBInstance', 'rds:$region:$account:db:$name']],
  aws_rds_cluster_parameter_group: [['name', 'rds:CreateDBClusterParameterGroup', 'rds:$region:$account:cluster-pg:$name']],
  aws_s3_bucket: [
    ['bucket', 's3:CreateBucket', 's3:::$name'],
    ['bucket', 's3:PutObject', 's3:::$name/object'],
  ],
  aws_secretsmanager_secret: [['name', 'secretsmanager:CreateSecret', 'secretsmanager:$region:$account:secret:$name-AbCdEf']],
};

/** What AWS gives an id, and what an apply does to make it. */
const unnamed: Readonly<Record<string, string>> = {
  aws_acm_certificate: 'acm:RequestCertificate',
  aws_default_security_group: 'ec2:RevokeSecurityGroupEgress',
  aws_eip: 'ec2:AllocateAddress',
  aws_flow_log: 'ec2:CreateFlowLogs',
  aws_internet_gateway: 'ec2:CreateInternetGateway',
  aws_kms_alias: 'kms:CreateAlias',
  aws_kms_key: 'kms:CreateKey',
  aws_nat_gateway: 'ec2:CreateNatGateway',
  aws_route: 'ec2:CreateRoute',
  aws_route_table: 'ec2:CreateRouteTable',
  aws_route_table_association: 'ec2:AssociateRouteTable',
  aws_security_group: 'ec2:CreateSecurityGroup',
  aws_subnet: 'ec2:CreateSubnet',
  aws_vpc: 'ec2:CreateVpc',
  aws_vpc_endpoint: 'ec2:CreateVpcEndpoint',
  aws_vpc_security_group_egress_rule: 'ec2:AuthorizeSecurityGroupEgress',
  aws_vpc_security_group_ingress_rule: 'ec2:AuthorizeSecurityGroupIngress',
};

/** What is a part of something that has a name, or makes nothing. */
const parts =
  /^aws_(s3_bucket_.+|s3_object|lb_listener|lb_listener_rule|iam_role_policy|iam_role_policy_attachment|secretsmanager_secret_version|eks_addon|eks_access_policy_association|acm_certificate_validation)$/;

test('there are environments to look at', () => {
  expect(onAws.length).toBeGreaterThan(0);
});

describe.each(onAws.map((environment) => [environment.name, environment] as const))('%s', (name, environment) => {
  const { accountId, region } = environment.aws;
  const apply = roleStatements(bootstrap(bootstrapConfig({ accountId, region, environments: [name] })), 'ApplyRole');
  const resources = stacksOf(name).flatMap(({ json }) =>
    Object.entries(json.resource ?? {}).flatMap(([type, all]) => Object.entries(all).map(([id, attributes]) => ({ type, id, attributes }))),
  );
  const ofAws = resources.filter(({ type }) => type.startsWith('aws_'));

  test('keeps its states where the bootstrap of its account made room, and is planned and applied by its roles', () => {
    expect(environment.state).toMatchObject({ backend: 's3', bucket: stateBucketName({ accountId, region }), region });
    expect(environment.aws.automation).toMatchObject({
      planRole: automationRoleArn(accountId, 'plan'),
      applyRole: automationRoleArn(accountId, 'apply'),
    });
  });

  test('has nothing whose kind this test does not know', () => {
    const unknown = ofAws.filter(({ type }) => !(type in named) && !(type in unnamed) && !parts.test(type));
    expect(unknown.map(({ type, id }) => `${type}.${id}`)).toEqual([]);
  });

  test('gives nothing a name that its role may not touch', () => {
    const refused = ofAws.flatMap(({ type, id, attributes }) =>
      (named[type] ?? []).flatMap(([attribute, action, arn]) => {
        const value = attributes[attribute];
        if (value === undefined) return [];
        const resource = `arn:aws:${arn.replace('$region', region).replace('$account', accountId).replace('$name', String(value))}`;
        return allowedBy(apply, action, resource).length > 0 ? [] : [`${type}.${id}: ${action} ${resource}`];
      }),
    );
    expect(refused).toEqual([]);
  });

  test('has nothing without a name that its role may not make', () => {
    const refused = ofAws.filter(({ type }) => type in unnamed && allowedBy(apply, unnamed[type] ?? '', '*').length === 0);
    expect(refused.map(({ type, id }) => `${type}.${id}`)).toEqual([]);
  });

  test('is none that another environment’s role could touch', () => {
    const other = roleStatements(bootstrap(bootstrapConfig({ accountId, region, environments: ['other'] })), 'ApplyRole');
    const buckets = ofAws
      .filter(({ type }) => type === 'aws_s3_bucket')
      .map(({ attributes }) => `arn:aws:s3:::${String(attributes['bucket'])}`);
    expect(buckets.length).toBeGreaterThan(0);
    expect(buckets.filter((bucket) => allowedBy(other, 's3:DeleteBucket', bucket).length > 0)).toEqual([]);
  });
});
