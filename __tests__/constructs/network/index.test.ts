/** The network of AWS, as Terraform is told of it: where packets go. */
import { networkCidrs } from '../../../config/derived/subnets';
import { account, network, networkConfig, statements, zones } from './network.fixture';

const usual = network();
const letters = ['A', 'B', 'C'];
const tiers = ['Public', 'Private', 'Data'] as const;
const subnet = (id: string, of = usual) => of.resource('aws_subnet', `Network_Vpc_${id}`);

describe('the network', () => {
  const vpc = usual.resource('aws_vpc', 'Network_Vpc');

  test('has the range of config, and names for what is in it', () => {
    expect(vpc).toMatchObject({
      cidr_block: '10.0.0.0/16',
      enable_dns_support: true,
      enable_dns_hostnames: true,
      tags: { Name: 'production' },
    });
  });

  test('cannot be destroyed where it is protected, and can where not', () => {
    expect(vpc).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(network(networkConfig(), { deletionProtection: false }).text).not.toContain('"prevent_destroy": true');
  });

  test('has a default security group that lets nothing in or out', () => {
    expect(usual.resource('aws_default_security_group', 'Network_Vpc_DefaultSecurityGroup')).toEqual({
      vpc_id: '${aws_vpc.Network_Vpc.id}',
      tags: { Name: 'production-closed' },
    });
  });
});

describe('the subnets', () => {
  test('are one a tier and zone, by the letter of the zone', () => {
    expect([...usual.ids('aws_subnet')].sort()).toEqual(
      tiers.flatMap((tier) => letters.map((letter) => `Network_Vpc_${tier}${letter}`)).sort(),
    );
  });

  test('have the ranges that config computes, each in its zone', () => {
    const cidrs = networkCidrs(networkConfig());
    for (const tier of tiers) {
      const key = tier.toLowerCase() as 'public' | 'private' | 'data';
      letters.forEach((letter, index) =>
        expect(subnet(`${tier}${letter}`)).toMatchObject({ cidr_block: cidrs[key][index], availability_zone: zones[index] }),
      );
    }
  });

  test('are called as EKS looks for them', () => {
    expect(letters.map((letter) => subnet(`Public${letter}`)['tags'])).toEqual(
      ['a', 'b', 'c'].map((letter) => ({ Name: `production-public-${letter}`, 'kubernetes.io/role/elb': '1' })),
    );
    expect(subnet('PrivateA')['tags']).toEqual({ Name: 'production-private-a', 'kubernetes.io/role/internal-elb': '1' });
    expect(subnet('DataA')['tags']).toEqual({ Name: 'production-data-a' });
  });

  test('give no machine a public address', () => {
    expect(usual.ids('aws_subnet').map((id) => usual.resource('aws_subnet', id)['map_public_ip_on_launch'])).toEqual(Array(9).fill(false));
  });

  test('have a route table each', () => {
    const associations = usual.ids('aws_route_table_association').map((id) => usual.resource('aws_route_table_association', id));
    expect(new Set(associations.map(({ subnet_id }) => subnet_id)).size).toBe(9);
    expect(new Set(associations.map(({ route_table_id }) => route_table_id)).size).toBe(9);
  });

  test('keep their names when a zone is exchanged', () => {
    const other = network(networkConfig({ zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1d'] }));
    for (const id of ['PublicA', 'PrivateB', 'DataB']) expect(subnet(id, other)).toEqual(subnet(id));
    expect(other.ids('aws_subnet')).toContain('Network_Vpc_DataD');
  });
});

describe('the ways out', () => {
  const out = (id: string, of = usual) => of.resource('aws_route', `Network_Vpc_${id}_Out`);
  const gateways = (of: typeof usual) => letters.map((letter) => out(`Private${letter}`, of)['nat_gateway_id']);

  test('of public subnets is the internet gateway', () => {
    expect(out('PublicB')).toMatchObject({
      destination_cidr_block: '0.0.0.0/0',
      gateway_id: '${aws_internet_gateway.Network_Vpc_InternetGateway.id}',
    });
  });

  test('of private subnets is the NAT gateway of the zone', () => {
    expect(gateways(usual)).toEqual(letters.map((letter) => `\${aws_nat_gateway.Network_Vpc_Nat${letter}.id}`));
    expect(letters.map((letter) => usual.resource('aws_nat_gateway', `Network_Vpc_Nat${letter}`)['subnet_id'])).toEqual(
      letters.map((letter) => `\${aws_subnet.Network_Vpc_Public${letter}.id}`),
    );
  });

  test('is a single one where config says so', () => {
    const single = network(networkConfig({ nat: 'single' }));
    expect(single.ids('aws_nat_gateway')).toEqual(['Network_Vpc_NatA']);
    expect(single.ids('aws_eip')).toEqual(['Network_Vpc_NatA_Address']);
    expect(gateways(single)).toEqual(Array(3).fill('${aws_nat_gateway.Network_Vpc_NatA.id}'));
  });

  test('of data subnets is none', () => {
    expect(usual.ids('aws_route').filter((id) => id.includes('Data'))).toEqual([]);
    expect(usual.ids('aws_route')).toHaveLength(6);
  });

  test('are there after the internet gateway', () => {
    const after = ['aws_internet_gateway.Network_Vpc_InternetGateway'];
    expect(usual.resource('aws_nat_gateway', 'Network_Vpc_NatC')['depends_on']).toEqual(after);
    expect(usual.resource('aws_eip', 'Network_Vpc_NatC_Address')).toMatchObject({ domain: 'vpc', depends_on: after });
  });
});

describe('the endpoints', () => {
  const endpoint = (id: string) => usual.resource('aws_vpc_endpoint', `Network_Vpc_Endpoints_${id}`);

  test('lead to S3 from every private and data subnet', () => {
    expect(endpoint('S3')).toMatchObject({ vpc_endpoint_type: 'Gateway', service_name: 'com.amazonaws.eu-central-1.s3' });
    expect([...(endpoint('S3')['route_table_ids'] as string[])].sort()).toEqual(
      ['Data', 'Private'].flatMap((tier) => letters.map((letter) => `\${aws_route_table.Network_Vpc_${tier}${letter}_Routes.id}`)),
    );
  });

  test('are those that config lists, under the usual names of the services', () => {
    expect([...usual.ids('aws_vpc_endpoint')].sort()).toEqual(
      ['EcrApi', 'EcrDkr', 'EksAuth', 'S3', 'Sts'].map((id) => `Network_Vpc_Endpoints_${id}`),
    );
    expect(endpoint('EcrApi')).toMatchObject({
      vpc_endpoint_type: 'Interface',
      service_name: 'com.amazonaws.eu-central-1.ecr.api',
      private_dns_enabled: true,
      subnet_ids: letters.map((letter) => `\${aws_subnet.Network_Vpc_Private${letter}.id}`),
      security_group_ids: ['${aws_security_group.Network_Vpc_Endpoints_SecurityGroup.id}'],
    });
  });

  test('are reached from the network alone, on one port', () => {
    expect(usual.ids('aws_vpc_security_group_ingress_rule')).toEqual(['Network_Vpc_Endpoints_Https']);
    expect(usual.resource('aws_vpc_security_group_ingress_rule', 'Network_Vpc_Endpoints_Https')).toMatchObject({
      security_group_id: '${aws_security_group.Network_Vpc_Endpoints_SecurityGroup.id}',
      cidr_ipv4: '10.0.0.0/16',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    });
  });

  test('without interfaces are S3’s, and no group', () => {
    const none = network(networkConfig({ interfaceEndpoints: [] }));
    expect(none.ids('aws_vpc_endpoint')).toEqual(['Network_Vpc_Endpoints_S3']);
    expect(none.ids('aws_vpc_security_group_ingress_rule')).toEqual([]);
  });
});

describe('the flow logs', () => {
  test('are of all traffic, in an encrypted log group that forgets', () => {
    expect(usual.resource('aws_flow_log', 'Network_Vpc_FlowLogs')).toMatchObject({
      traffic_type: 'ALL',
      log_destination_type: 'cloud-watch-logs',
      log_destination: '${aws_cloudwatch_log_group.Network_Vpc_FlowLogs_LogGroup.arn}',
      depends_on: ['aws_iam_role_policy.Network_Vpc_FlowLogs_Policy'],
    });
    expect(usual.resource('aws_cloudwatch_log_group', 'Network_Vpc_FlowLogs_LogGroup')).toMatchObject({
      name: 'production-flow-logs',
      retention_in_days: 365,
      kms_key_id: '${aws_kms_key.Network_Keys_Logs.arn}',
    });
  });

  test('are written by a role that only flow logs of this account take', () => {
    const trust = statements(usual.resource('aws_iam_role', 'Network_Vpc_FlowLogs_Role')['assume_role_policy']);
    expect(trust['FlowLogsOfThisAccount']).toMatchObject({
      Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': account.accountId },
        ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/*' },
      },
    });
  });

  test('go to no other log group', () => {
    const permitted = statements(usual.resource('aws_iam_role_policy', 'Network_Vpc_FlowLogs_Policy')['policy']);
    const group = 'arn:aws:logs:eu-central-1:111122223333:log-group:production-flow-logs';
    expect(permitted['Write']).toMatchObject({ Effect: 'Allow', Resource: [group, `${group}:*`] });
    expect(permitted['Find']?.Action).toEqual(['logs:DescribeLogGroups']);
  });

  test('are none where config gives the reason', () => {
    const none = network(networkConfig({ flowLogs: { enabled: false, reason: 'nobody looks at those of this account' } }));
    expect(none.ids('aws_flow_log')).toEqual([]);
  });
});
