/** Each row of the table of limits sees what breaks it; that every environment keeps them is among the invariants. */
import { apiLimits, brokenLimits, crowdedGroups } from '../support/invariants/api-limits';

/** A type of Terraform that a row is about. */
const typeOf = ({ types }: (typeof apiLimits)[number]): string => {
  const known = [
    'kubernetes_service_v1',
    'kubernetes_job_v1',
    'kubernetes_cron_job_v1',
    'kubernetes_stateful_set_v1',
    'kubernetes_config_map_v1',
  ];
  const aws = [
    'aws_lb',
    'aws_lb_target_group',
    'aws_iam_role',
    'aws_iam_policy',
    'aws_iam_role_policy',
    'aws_rds_cluster',
    'aws_rds_cluster_instance',
  ];
  const more = [
    'kubernetes_secret_v1',
    'kubernetes_horizontal_pod_autoscaler_v2',
    'aws_elasticache_replication_group',
    'aws_s3_bucket',
    'aws_eks_cluster',
    'cloudflare_ruleset',
  ];
  return [...known, ...aws, ...more].find((type) => types.test(type)) ?? 'none';
};

test.each(apiLimits.map((limit) => [limit.what, limit] as const))('is broken: %s', (what, limit) => {
  expect(brokenLimits(typeOf(limit), limit.broken)).toContain(what);
  expect(limit.keeps({})).toBe(true);
  expect(limit.source).toMatch(/^https:\/\//);
});

test('a security group with too many rules is seen', () => {
  const rule = { type: 'aws_vpc_security_group_ingress_rule', body: { security_group_id: 'sg' } };
  expect(crowdedGroups(Array.from({ length: 60 }, () => rule))).toEqual([]);
  expect(crowdedGroups(Array.from({ length: 61 }, () => rule))).toEqual([
    'aws_vpc_security_group_ingress_rule of sg: a security group has 60 rules at most in a direction',
  ]);
});
