import type { Rows } from '../row';

/**
 * Application load balancers. ARNs end with an id, and those of listeners and rules begin with the load balancer's name.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html (November 2026)
 */
const arn = (resource: string) => `arn:aws:elasticloadbalancing:{region}:{account}:${resource}`;

const balancer = arn('loadbalancer/app/{name}/{@}');
const listener = arn('listener/app/{load_balancer_arn/2}/{@}/{@}');
const rule = arn('listener-rule/app/{listener_arn/2}/{@}/{@}/{@}');
const targets = arn('targetgroup/{name}/{@}');
const store = arn('truststore/{name}/{@}');

const TAGS = ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'];

export const loadBalancing: Rows = {
  aws_lb: {
    source: 'elbv2/load_balancer.go',
    arn: balancer,
    read: {
      '*': [
        'elasticloadbalancing:DescribeCapacityReservation',
        'elasticloadbalancing:DescribeLoadBalancerAttributes',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeTags',
      ],
    },
    create: {
      [balancer]: [
        'elasticloadbalancing:CreateLoadBalancer',
        'elasticloadbalancing:AddTags',
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
      ],
      '*': ['ec2:DescribeInternetGateways', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      'arn:aws:iam::{account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing': [
        'iam:CreateServiceLinkedRole for elasticloadbalancing.amazonaws.com',
      ],
    },
    update: {
      [balancer]: [
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        'elasticloadbalancing:SetIpAddressType',
        'elasticloadbalancing:SetSecurityGroups',
        'elasticloadbalancing:SetSubnets',
        ...TAGS,
      ],
    },
    delete: { [balancer]: ['elasticloadbalancing:DeleteLoadBalancer'], '*': ['ec2:DescribeNetworkInterfaces'] },
  },
  aws_lb_listener: {
    source: 'elbv2/listener.go',
    arn: listener,
    read: {
      '*': [
        'elasticloadbalancing:DescribeListenerAttributes',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeTags',
      ],
    },
    create: {
      '{load_balancer_arn}': ['elasticloadbalancing:CreateListener'],
      [listener]: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:ModifyListenerAttributes'],
    },
    update: { [listener]: ['elasticloadbalancing:ModifyListener', 'elasticloadbalancing:ModifyListenerAttributes', ...TAGS] },
    delete: { [listener]: ['elasticloadbalancing:DeleteListener'] },
  },
  aws_lb_listener_rule: {
    source: 'elbv2/listener_rule.go',
    arn: rule,
    read: { '*': ['elasticloadbalancing:DescribeRules', 'elasticloadbalancing:DescribeTags'] },
    create: { '{listener_arn}': ['elasticloadbalancing:CreateRule'], [rule]: ['elasticloadbalancing:AddTags'] },
    update: { [rule]: ['elasticloadbalancing:ModifyRule', 'elasticloadbalancing:SetRulePriorities', ...TAGS] },
    delete: { [rule]: ['elasticloadbalancing:DeleteRule'] },
  },
  aws_lb_target_group: {
    source: 'elbv2/target_group.go',
    arn: targets,
    read: {
      '*': [
        'elasticloadbalancing:DescribeTags',
        'elasticloadbalancing:DescribeTargetGroupAttributes',
        'elasticloadbalancing:DescribeTargetGroups',
      ],
    },
    create: {
      [targets]: [
        'elasticloadbalancing:CreateTargetGroup',
        'elasticloadbalancing:AddTags',
        'elasticloadbalancing:ModifyTargetGroupAttributes',
      ],
    },
    update: { [targets]: ['elasticloadbalancing:ModifyTargetGroup', 'elasticloadbalancing:ModifyTargetGroupAttributes', ...TAGS] },
    delete: { [targets]: ['elasticloadbalancing:DeleteTargetGroup'] },
  },
  aws_lb_trust_store: {
    source: 'elbv2/trust_store.go',
    arn: store,
    read: { '*': ['elasticloadbalancing:DescribeTags', 'elasticloadbalancing:DescribeTrustStores'] },
    create: {
      [store]: ['elasticloadbalancing:CreateTrustStore', 'elasticloadbalancing:AddTags'],
      'arn:aws:s3:::{ca_certificates_bundle_s3_bucket}/{ca_certificates_bundle_s3_key}': ['s3:GetObject', 's3:GetObjectVersion'],
    },
    update: {
      [store]: ['elasticloadbalancing:ModifyTrustStore', ...TAGS],
      'arn:aws:s3:::{ca_certificates_bundle_s3_bucket}/{ca_certificates_bundle_s3_key}': ['s3:GetObject', 's3:GetObjectVersion'],
    },
    delete: { [store]: ['elasticloadbalancing:DeleteTrustStore'], '*': ['elasticloadbalancing:DescribeTrustStoreAssociations'] },
  },
};
