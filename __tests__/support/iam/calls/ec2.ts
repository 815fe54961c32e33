import type { Rows } from '../row';

/**
 * Networks. What is read has no ARN; what is made is tagged at once, which is an action of its own. Only the dependent actions of other services
 * are noted where AWS lists them: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html (November 2026)
 */
const arn = (resource: string) => `arn:aws:ec2:{region}:{account}:${resource}`;

const TAGS = ['ec2:CreateTags', 'ec2:DeleteTags'];

const rule = (direction: 'Egress' | 'Ingress') => ({
  arn: arn('security-group-rule/{@}'),
  read: { '*': ['ec2:DescribeSecurityGroupRules'] },
  create: {
    [arn('security-group/{security_group_id}')]: [`ec2:AuthorizeSecurityGroup${direction}`],
    [arn('security-group-rule/{@}')]: ['ec2:CreateTags'],
  },
  update: { [arn('security-group/{security_group_id}')]: ['ec2:ModifySecurityGroupRules'], [arn('security-group-rule/{@}')]: TAGS },
  delete: { [arn('security-group/{security_group_id}')]: [`ec2:RevokeSecurityGroup${direction}`] },
});

export const ec2: Rows = {
  aws_default_security_group: {
    source: 'ec2/vpc_default_security_group.go',
    arn: arn('security-group/{@}'),
    read: { '*': ['ec2:DescribeSecurityGroups', 'ec2:DescribeSecurityGroupRules'] },
    create: { [arn('security-group/{@}')]: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress', 'ec2:CreateTags'] },
    update: { [arn('security-group/{@}')]: TAGS },
  },
  aws_eip: {
    source: 'ec2/ec2_eip.go',
    arn: arn('elastic-ip/{@}'),
    read: { '*': ['ec2:DescribeAddresses', 'ec2:DescribeAddressesAttribute'] },
    create: { [arn('elastic-ip/{@}')]: ['ec2:AllocateAddress', 'ec2:CreateTags'] },
    update: { [arn('elastic-ip/{@}')]: TAGS },
    delete: { [arn('elastic-ip/{@}')]: ['ec2:DisassociateAddress', 'ec2:ReleaseAddress'] },
  },
  aws_flow_log: {
    source: 'ec2/vpc_flow_log.go',
    arn: arn('vpc-flow-log/{@}'),
    read: { '*': ['ec2:DescribeFlowLogs'] },
    create: {
      [arn('vpc-flow-log/{@}')]: ['ec2:CreateFlowLogs', 'ec2:CreateTags'],
      [arn('vpc/{vpc_id}')]: ['ec2:CreateFlowLogs'],
      '{iam_role_arn}': ['iam:PassRole to vpc-flow-logs.amazonaws.com'],
    },
    update: { [arn('vpc-flow-log/{@}')]: TAGS },
    delete: { [arn('vpc-flow-log/{@}')]: ['ec2:DeleteFlowLogs'] },
  },
  aws_internet_gateway: {
    source: 'ec2/vpc_internet_gateway.go',
    arn: arn('internet-gateway/{@}'),
    read: { '*': ['ec2:DescribeInternetGateways'] },
    create: { [arn('internet-gateway/{@}')]: ['ec2:CreateInternetGateway', 'ec2:CreateTags', 'ec2:AttachInternetGateway'] },
    update: { [arn('internet-gateway/{@}')]: TAGS },
    delete: { [arn('internet-gateway/{@}')]: ['ec2:DetachInternetGateway', 'ec2:DeleteInternetGateway'] },
  },
  aws_nat_gateway: {
    source: 'ec2/vpc_nat_gateway.go',
    arn: arn('natgateway/{@}'),
    read: { '*': ['ec2:DescribeNatGateways'] },
    create: {
      [arn('natgateway/{@}')]: ['ec2:CreateNatGateway', 'ec2:CreateTags'],
      [arn('subnet/{subnet_id}')]: ['ec2:CreateNatGateway'],
      [arn('elastic-ip/{allocation_id}')]: ['ec2:CreateNatGateway'],
    },
    update: { [arn('natgateway/{@}')]: TAGS },
    delete: { [arn('natgateway/{@}')]: ['ec2:DeleteNatGateway'] },
  },
  aws_route: {
    source: 'ec2/vpc_route.go',
    read: { '*': ['ec2:DescribeRouteTables'] },
    create: { [arn('route-table/{route_table_id}')]: ['ec2:CreateRoute'] },
    update: { [arn('route-table/{route_table_id}')]: ['ec2:ReplaceRoute'] },
    delete: { [arn('route-table/{route_table_id}')]: ['ec2:DeleteRoute'] },
  },
  aws_route_table: {
    source: 'ec2/vpc_route_table.go',
    arn: arn('route-table/{@}'),
    read: { '*': ['ec2:DescribeRouteTables'] },
    create: { [arn('route-table/{@}')]: ['ec2:CreateRouteTable', 'ec2:CreateTags'], [arn('vpc/{vpc_id}')]: ['ec2:CreateRouteTable'] },
    update: { [arn('route-table/{@}')]: TAGS },
    delete: { [arn('route-table/{@}')]: ['ec2:DisassociateRouteTable', 'ec2:DeleteRouteTable'] },
  },
  aws_route_table_association: {
    source: 'ec2/vpc_route_table_association.go',
    read: { '*': ['ec2:DescribeRouteTables'] },
    create: {
      [arn('route-table/{route_table_id}')]: ['ec2:AssociateRouteTable'],
      [arn('subnet/{subnet_id}')]: ['ec2:AssociateRouteTable'],
    },
    update: { [arn('route-table/{route_table_id}')]: ['ec2:ReplaceRouteTableAssociation'] },
    delete: { [arn('route-table/{route_table_id}')]: ['ec2:DisassociateRouteTable'] },
  },
  aws_security_group: {
    source: 'ec2/vpc_security_group.go',
    arn: arn('security-group/{@}'),
    read: { '*': ['ec2:DescribeSecurityGroups'] },
    create: {
      // A new one is emptied: the rule that lets everything out is AWS's own.
      [arn('security-group/{@}')]: ['ec2:CreateSecurityGroup', 'ec2:CreateTags', 'ec2:RevokeSecurityGroupEgress'],
      [arn('vpc/{vpc_id}')]: ['ec2:CreateSecurityGroup'],
    },
    update: { [arn('security-group/{@}')]: TAGS },
    delete: { [arn('security-group/{@}')]: ['ec2:DeleteSecurityGroup'], '*': ['ec2:DescribeNetworkInterfaces'] },
  },
  aws_subnet: {
    source: 'ec2/vpc_subnet.go',
    arn: arn('subnet/{@}'),
    read: { '*': ['ec2:DescribeSubnets'] },
    create: {
      [arn('subnet/{@}')]: ['ec2:CreateSubnet', 'ec2:CreateTags', 'ec2:ModifySubnetAttribute'],
      [arn('vpc/{vpc_id}')]: ['ec2:CreateSubnet'],
    },
    update: { [arn('subnet/{@}')]: ['ec2:ModifySubnetAttribute', ...TAGS] },
    delete: { [arn('subnet/{@}')]: ['ec2:DeleteSubnet'], '*': ['ec2:DescribeNetworkInterfaces'] },
  },
  aws_vpc: {
    source: 'ec2/vpc_.go',
    arn: arn('vpc/{@}'),
    read: {
      '*': [
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeVpcAttribute',
        'ec2:DescribeVpcs',
      ],
    },
    create: { [arn('vpc/{@}')]: ['ec2:CreateVpc', 'ec2:CreateTags', 'ec2:ModifyVpcAttribute'] },
    update: { [arn('vpc/{@}')]: ['ec2:ModifyVpcAttribute', ...TAGS] },
    delete: { [arn('vpc/{@}')]: ['ec2:DeleteVpc'] },
  },
  aws_vpc_endpoint: {
    source: 'ec2/vpc_endpoint.go',
    arn: arn('vpc-endpoint/{@}'),
    read: { '*': ['ec2:DescribeVpcEndpoints', 'ec2:DescribePrefixLists', 'ec2:DescribeNetworkInterfaces'] },
    create: {
      [arn('vpc-endpoint/{@}')]: ['ec2:CreateVpcEndpoint', 'ec2:CreateTags'],
      [arn('vpc/{vpc_id}')]: ['ec2:CreateVpcEndpoint'],
      [arn('subnet/{subnet_ids}')]: ['ec2:CreateVpcEndpoint'],
      [arn('security-group/{security_group_ids}')]: ['ec2:CreateVpcEndpoint'],
      [arn('route-table/{route_table_ids}')]: ['ec2:CreateVpcEndpoint'],
      '*': ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      // Only for a private name, in a zone that AWS does not tell.
      'arn:aws:route53:::hostedzone/{?private_dns_enabled}{@}': ['route53:AssociateVPCWithHostedZone'],
    },
    update: { [arn('vpc-endpoint/{@}')]: ['ec2:ModifyVpcEndpoint', ...TAGS] },
    delete: { [arn('vpc-endpoint/{@}')]: ['ec2:DeleteVpcEndpoints'] },
  },
  aws_vpc_security_group_egress_rule: { source: 'ec2/vpc_security_group_egress_rule.go', ...rule('Egress') },
  aws_vpc_security_group_ingress_rule: { source: 'ec2/vpc_security_group_ingress_rule.go', ...rule('Ingress') },
};
