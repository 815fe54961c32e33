import { TerraformOutput, TerraformVariable } from 'cdktf';
import type { EksConfig } from '../../../config/target/eks';
import { createCluster, type Cluster } from '../../../constructs/cluster';
import { at } from '../../support/synthesized';
import { automation, createdEksConfig, existingEksConfig, placement, synthesized } from './cluster.fixture';
import { surroundings } from '../../support/surroundings';

const build = (config: EksConfig, deletionProtection = true) => {
  let cluster: Cluster | undefined;
  const built = synthesized((stack) => {
    const vpcId = new TerraformVariable(stack, 'Vpc', {}).stringValue; // from another state, so a token
    cluster = createCluster(stack, 'Cluster', {
      config,
      placement: { ...placement, vpcId },
      automation,
      surroundings: surroundings({ deletionProtection }),
    });
    new TerraformOutput(stack, 'SecurityGroup', { value: cluster.securityGroupId });
  });
  return { ...built, cluster };
};
const made = (fields: object = {}, deletionProtection = true) => build(createdEksConfig(fields), deletionProtection);
const built = made();
const cluster = built.one('aws_eks_cluster');
const policyOf = (role: unknown) => JSON.parse(String(role)) as { Statement: { Principal: unknown; Action: unknown }[] };

describe('a cluster in Auto Mode', () => {
  test('has all three parts of it, and none of the add-ons that it replaces', () => {
    expect(at(cluster, 'compute_config')).toEqual({
      enabled: true,
      node_pools: ['general-purpose', 'system'],
      node_role_arn: '${aws_iam_role.Cluster_Roles_Node.arn}',
    });
    expect(at(cluster, 'kubernetes_network_config.elastic_load_balancing')).toEqual({ enabled: true });
    expect(at(cluster, 'storage_config')).toEqual({ block_storage: { enabled: true } });
    expect(cluster['bootstrap_self_managed_addons']).toBe(false);
    expect(Object.values(built.resources('aws_eks_addon')).map((addon) => addon['addon_name'])).toEqual(['metrics-server']);
  });

  test('has the release and the range of Services of its configuration', () => {
    const other = made({ version: '1.36', serviceCidr: '10.100.0.0/16' }).one('aws_eks_cluster');
    expect(cluster['version']).toBe('1.35');
    expect([other['version'], at(other, 'kubernetes_network_config.service_ipv4_cidr')]).toEqual(['1.36', '10.100.0.0/16']);
  });

  test('costs no more than it did, unless that is wished for', () => {
    expect(cluster['upgrade_policy']).toEqual({ support_type: 'STANDARD' });
    expect(made({ support: 'extended' }).one('aws_eks_cluster')['upgrade_policy']).toEqual({ support_type: 'EXTENDED' });
  });

  test('says in every plan when standard support of its release is over, and what it costs', () => {
    const check = (fields: object) => at(JSON.parse(made(fields).text), 'check.Cluster_StandardSupport.assert.0') as Record<string, string>;
    expect(check({ support: 'extended' })).toEqual({
      condition: '${aws_eks_cluster.Cluster.version != "1.35" || timecmp(plantimestamp(), timeadd("2027-03-27T00:00:00Z", "24h")) < 0}',
      error_message:
        'cluster.version: standard support of Kubernetes 1.35 ended on 2027-03-27: it costs 0.60 instead of 0.10 US dollars an hour, 365 more a month: raise cluster.version.',
    });
    expect(check({}).error_message).toContain('EKS upgrades the cluster by itself');
    expect(at(JSON.parse(made({ version: '1.99' }).text), 'check')).toBeUndefined();
  });

  test('stands in the private subnets', () => {
    expect(at(cluster, 'vpc_config.subnet_ids')).toEqual(placement.subnetIds.private);
  });

  test('answers inside the network only', () => {
    expect(at(cluster, 'vpc_config')).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    expect(at(cluster, 'vpc_config.public_access_cidrs')).toBeUndefined();
  });

  test('answers on the internet to the ranges that are named, and inside the network still', () => {
    const publicAccess = { enabled: true, cidrs: ['203.0.113.0/24'], reason: 'hosted runners have no other way in' };
    expect(at(made({ publicAccess, runsIn: { place: 'internet' } }).one('aws_eks_cluster'), 'vpc_config')).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ['203.0.113.0/24'],
    });
  });

  test('encrypts secrets with its key', () => {
    expect(cluster['encryption_config']).toEqual({ provider: { key_arn: 'arn:key/cluster' }, resources: ['secrets'] });
  });

  test('is protected from Terraform and from everybody else', () => {
    expect([at(cluster, 'lifecycle.prevent_destroy'), cluster['deletion_protection']]).toEqual([true, true]);
    const unprotected = made({}, false).one('aws_eks_cluster');
    expect([at(unprotected, 'lifecycle.prevent_destroy'), unprotected['deletion_protection']]).toEqual([false, false]);
  });

  test('has a metrics server of a fixed release', () => {
    expect(built.one('aws_eks_addon')).toMatchObject({
      addon_version: 'v0.8.1-eksbuild.4',
      cluster_name: '${aws_eks_cluster.Cluster.name}',
    });
  });

  test('is known by its name and the security group that EKS makes for it', () => {
    expect(built.cluster?.name).toBe('production-cluster');
    expect(cluster['name']).toBe('production-cluster');
    expect(built.output('SecurityGroup')).toBe('${aws_eks_cluster.Cluster.vpc_config[0].cluster_security_group_id}');
  });
});

describe('its logs', () => {
  const logs = built.one('aws_cloudwatch_log_group');

  test('tell who did what and who was let in', () => {
    expect(cluster['enabled_cluster_log_types']).toEqual(['api', 'audit', 'authenticator']);
    expect(made({ logs: { more: ['scheduler'] } }).one('aws_eks_cluster')['enabled_cluster_log_types']).toContain('scheduler');
  });

  test('go to a group that is there before, encrypted, kept for as long as it is said, and protected', () => {
    expect(logs).toMatchObject({ name: '/aws/eks/production-cluster/cluster', kms_key_id: 'arn:key/logs', retention_in_days: 365 });
    expect(at(logs, 'lifecycle.prevent_destroy')).toBe(true);
    expect(cluster['depends_on']).toContain('aws_cloudwatch_log_group.Cluster_Logs');
  });
});

describe('its roles', () => {
  const attached = (role: string) =>
    Object.values(built.resources('aws_iam_role_policy_attachment'))
      .filter((attachment) => attachment['role'] === `\${aws_iam_role.Cluster_Roles_${role}.name}`)
      .map((attachment) => String(attachment['policy_arn']).replace('arn:aws:iam::aws:policy/', ''))
      .sort();

  test('of the control plane: EKS may take it on and tag the session, or Auto Mode could not use it', () => {
    const role = built.one('aws_iam_role', 'Cluster_Roles_ControlPlane');
    expect(policyOf(role['assume_role_policy']).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'eks.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
    ]);
    expect(attached('ControlPlane')).toEqual([
      'AmazonEKSBlockStoragePolicy',
      'AmazonEKSClusterPolicy',
      'AmazonEKSComputePolicy',
      'AmazonEKSLoadBalancingPolicy',
      'AmazonEKSNetworkingPolicy',
    ]);
  });

  test('of the nodes: they may join and pull images', () => {
    const role = built.one('aws_iam_role', 'Cluster_Roles_Node');
    expect(policyOf(role['assume_role_policy']).Statement[0]?.Principal).toEqual({ Service: 'ec2.amazonaws.com' });
    expect(attached('Node')).toEqual(['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodeMinimalPolicy']);
  });

  test('let the control plane encrypt volumes with the key, through EC2 only', () => {
    const { policy, role } = built.one('aws_iam_role_policy');
    expect(role).toBe('${aws_iam_role.Cluster_Roles_ControlPlane.name}');
    expect(String(policy).match(/"Resource" = "arn:key\/cluster"/g)).toHaveLength(2);
    expect(String(policy).match(/"kms:ViaService" = "ec2\.eu-central-1\.amazonaws\.com"/g)).toHaveLength(2);
    expect(policy).toContain('"Action" = "kms:CreateGrant"');
    expect(policy).toContain('"kms:GrantIsForAWSResource" = "true"');
  });

  test('have all their permissions before the cluster is made and until it is gone', () => {
    const permissions = [
      ...Object.keys(built.resources('aws_iam_role_policy_attachment')).map((name) => `aws_iam_role_policy_attachment.${name}`),
      'aws_iam_role_policy.Cluster_Roles_VolumeKey',
    ];
    expect(permissions).toHaveLength(8);
    expect(cluster['depends_on']).toEqual(expect.arrayContaining(permissions));
  });
});

describe('who may use it', () => {
  const people = {
    'jane-doe': { principal: 'arn:aws:iam::123456789012:role/jane', access: 'admin' },
    auditor: { principal: 'arn:aws:iam::123456789012:role/auditor' },
  };
  const withPeople = made({ people });
  const policies = Object.fromEntries(
    Object.values(withPeople.resources('aws_eks_access_policy_association')).map((association) => [
      association['principal_arn'],
      association['policy_arn'],
    ]),
  );

  test('is said here alone: whoever made it may not', () => {
    expect(cluster['access_config']).toEqual({ authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false });
  });

  test('the roles of the workflows: one changes everything, one sees everything', () => {
    expect(policies).toMatchObject({
      [automation.applyRole]: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      [automation.planRole]: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy',
    });
  });

  test('people by name, who see and touch no more than is said', () => {
    expect(policies).toMatchObject({
      'arn:aws:iam::123456789012:role/jane': 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      'arn:aws:iam::123456789012:role/auditor': 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
    });
    expect(Object.keys(withPeople.resources('aws_eks_access_entry'))).toContain('Cluster_Access_PersonJaneDoe');
  });

  test('each policy comes after its entry, and each entry after the cluster', () => {
    for (const [name, association] of Object.entries(withPeople.resources('aws_eks_access_policy_association'))) {
      const entry = name.replace(/Policy$/, '');
      expect(association['depends_on']).toEqual([`aws_eks_access_entry.${entry}`]);
      expect(withPeople.one('aws_eks_access_entry', entry)).toMatchObject({
        principal_arn: association['principal_arn'],
        depends_on: ['aws_eks_cluster.Cluster'],
      });
    }
  });

  test('runners in the network are let in to the API server, and to nothing else', () => {
    expect(built.resources('aws_vpc_security_group_ingress_rule')).toEqual({
      'Cluster_RunnersAt10-9-0-0-24': expect.objectContaining({
        cidr_ipv4: '10.9.0.0/24',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      }),
    });
  });
});

describe('a cluster that is brought along', () => {
  const brought = build(existingEksConfig());

  test('is looked up and not touched', () => {
    expect(Object.keys(brought.data('aws_eks_cluster'))).toEqual(['Cluster']);
    expect(brought.text).not.toContain('"resource"');
    expect(brought.cluster?.name).toBe('shared');
    expect(brought.output('SecurityGroup')).toBe('${data.aws_eks_cluster.Cluster.vpc_config[0].cluster_security_group_id}');
  });

  test('has to be what the environment is built on: Auto Mode, the same network, that range of Services', () => {
    const conditions = at(brought.data('aws_eks_cluster')['Cluster'], 'lifecycle.postcondition') as { condition: string }[];
    expect(conditions.map(({ condition }) => condition)).toEqual([
      '${try(one(self.compute_config).enabled, false)}',
      '${(one(self.vpc_config).vpc_id == var.Vpc)}',
      '${(one(self.kubernetes_network_config).service_ipv4_cidr == "10.100.0.0/16")}',
    ]);
  });
});
