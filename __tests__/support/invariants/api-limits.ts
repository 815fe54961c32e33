/** Documented limits of the APIs that are written to, as one table: what an API would refuse at apply is refused here. */
import { resourcesOf, type SynthesizedStack } from '../environments';
import { named, weighed, isKnown, type ApiLimit } from './api-limit';
import { at, blocksAt, listAt, numberAt, textAt, within } from './blocks';
import type { Guard } from './synthesis';

const KUBERNETES = 'https://kubernetes.io/docs';
const AWS = 'https://docs.aws.amazon.com';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const dashed = /^[a-z](-?[a-z0-9])*$/;

/** Numbers of ports, wherever they stand. */
const portNames = ['container_port', 'port', 'target_port', 'node_port'];
const portsIn = (body: unknown): readonly unknown[] =>
  within(body).flatMap((block) => portNames.flatMap((name) => (/^\d+$/.test(String(block[name])) ? [Number(block[name])] : [])));

const variablesIn = (body: unknown): readonly string[] =>
  within(body).flatMap((block) => blocksAt(block, 'env').flatMap(({ name }) => (typeof name === 'string' ? [name] : [])));

export const apiLimits: readonly ApiLimit[] = [
  named(
    'a name of an object',
    /^kubernetes_/,
    'metadata.name',
    253,
    subdomain,
    `${KUBERNETES}/concepts/overview/working-with-objects/names/`,
  ),
  named(
    'a name of a Service or a namespace',
    /^kubernetes_(service|namespace)(_v1)?$/,
    'metadata.name',
    63,
    label,
    `${KUBERNETES}/concepts/overview/working-with-objects/names/`,
  ),
  named(
    'a namespace of an object',
    /^kubernetes_/,
    'metadata.namespace',
    63,
    label,
    `${KUBERNETES}/concepts/overview/working-with-objects/names/`,
  ),
  named('a name of a Job', /^kubernetes_job/, 'metadata.name', 63, label, `${KUBERNETES}/concepts/workloads/controllers/job/`),
  named(
    'a name of a CronJob',
    /^kubernetes_cron_job/,
    'metadata.name',
    52,
    label,
    `${KUBERNETES}/concepts/workloads/controllers/cron-jobs/`,
  ),
  named(
    'a name of a StatefulSet',
    /^kubernetes_stateful_set/,
    'metadata.name',
    52,
    label,
    'https://github.com/kubernetes/kubernetes/issues/64023',
  ),
  {
    what: 'values of labels have 63 characters at most',
    types: /^kubernetes_/,
    source: `${KUBERNETES}/concepts/overview/working-with-objects/labels/`,
    keeps: (body) =>
      within(body).every((block) =>
        [...Object.values(at(block, 'labels') ?? {}), ...Object.values(at(block, 'match_labels') ?? {})].every(
          (value) =>
            typeof value !== 'string' || !isKnown(value) || (value.length <= 63 && /^([A-Za-z0-9]([-\w.]*[A-Za-z0-9])?)?$/.test(value)),
        ),
      ),
    broken: { metadata: { labels: { app: 'x'.repeat(64) } } },
  },
  weighed(
    'annotations',
    /^kubernetes_/,
    'metadata.annotations',
    256 * 1024,
    `${KUBERNETES}/concepts/overview/working-with-objects/annotations/`,
  ),
  weighed('keys of a ConfigMap', /^kubernetes_config_map/, 'data', 1024 * 1024, `${KUBERNETES}/concepts/configuration/configmap/`),
  weighed('keys of a Secret', /^kubernetes_secret/, 'data_wo', 1024 * 1024, `${KUBERNETES}/concepts/configuration/secret/`),
  {
    what: 'ports are 1 to 65535',
    types: /^kubernetes_/,
    source: `${KUBERNETES}/reference/kubernetes-api/workload-resources/pod-v1/`,
    keeps: (body) => portsIn(body).every((port) => Number(port) >= 1 && Number(port) <= 65_535),
    broken: { spec: { port: [{ port: 65_536 }] } },
  },
  {
    what: 'names of variables are letters, digits and ._-, and begin with no digit',
    types: /^kubernetes_/,
    source: `${KUBERNETES}/tasks/inject-data-application/define-environment-variable-container/`,
    keeps: (body) => variablesIn(body).every((name) => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)),
    broken: { spec: { container: [{ env: [{ name: '1ST' }] }] } },
  },
  {
    what: 'an autoscaler counts over 1800 seconds at most',
    types: /^kubernetes_horizontal_pod_autoscaler/,
    source: `${KUBERNETES}/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/`,
    keeps: (body) =>
      ['scale_up', 'scale_down'].every((direction) =>
        blocksAt(body, `spec.behavior.${direction}`).every((one) =>
          blocksAt(one, 'policy').every((policy) => (numberAt(policy, 'period_seconds') ?? 0) <= 1800),
        ),
      ),
    broken: { spec: { behavior: { scale_down: [{ policy: [{ period_seconds: 1801 }] }] } } },
  },
  {
    what: 'a pod has a day at most to end',
    types: /^kubernetes_/,
    source: `${AWS}/eks/latest/userguide/create-node-pool.html`,
    keeps: (body) => within(body).every((block) => (numberAt(block, 'termination_grace_period_seconds') ?? 0) <= 86_400),
    broken: { spec: { template: { spec: { termination_grace_period_seconds: 86_401 } } } },
  },
  named(
    'a load balancer',
    /^aws_lb$/,
    'name',
    32,
    /^[A-Za-z0-9](-?[A-Za-z0-9])*$/,
    `${AWS}/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html`,
  ),
  named(
    'a target group',
    /^aws_lb_target_group$/,
    'name',
    32,
    /^[A-Za-z0-9](-?[A-Za-z0-9])*$/,
    `${AWS}/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html`,
  ),
  {
    what: 'a target has an hour at most to end',
    types: /^aws_lb_target_group$/,
    source: `${AWS}/elasticloadbalancing/latest/application/edit-target-group-attributes.html`,
    keeps: (body) => (numberAt(body, 'deregistration_delay') ?? 0) <= 3600,
    broken: { deregistration_delay: '3601' },
  },
  named('a role', /^aws_iam_role$/, 'name', 64, /^[\w+=,.@-]+$/, `${AWS}/IAM/latest/UserGuide/reference_iam-quotas.html`),
  named('a policy of IAM', /^aws_iam_policy$/, 'name', 128, /^[\w+=,.@-]+$/, `${AWS}/IAM/latest/UserGuide/reference_iam-quotas.html`),
  named(
    'a cluster of Aurora',
    /^aws_rds_cluster$/,
    'cluster_identifier',
    63,
    dashed,
    `${AWS}/AmazonRDS/latest/APIReference/API_CreateDBCluster.html`,
  ),
  named(
    'an instance of Aurora',
    /^aws_rds_cluster_instance$/,
    'identifier',
    63,
    dashed,
    `${AWS}/AmazonRDS/latest/APIReference/API_CreateDBInstance.html`,
  ),
  named(
    'a replication group of ElastiCache',
    /^aws_elasticache_replication_group$/,
    'replication_group_id',
    40,
    dashed,
    `${AWS}/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html`,
  ),
  named(
    'a bucket',
    /^aws_s3_bucket$/,
    'bucket',
    63,
    /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
    `${AWS}/AmazonS3/latest/userguide/bucketnamingrules.html`,
  ),
  named(
    'a cluster of EKS',
    /^aws_eks_cluster$/,
    'name',
    100,
    /^[0-9A-Za-z][\w-]*$/,
    `${AWS}/eks/latest/APIReference/API_CreateCluster.html`,
  ),
  {
    what: 'a policy of IAM has 6144 characters at most',
    types: /^aws_iam_policy$/,
    source: `${AWS}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    keeps: (body) => (textAt(body, 'policy') ?? '').replace(/\s/g, '').length <= 6144,
    broken: { policy: 'x'.repeat(6145) },
  },
  {
    what: 'the policy in a role has 10240 characters at most',
    types: /^aws_iam_role_policy$/,
    source: `${AWS}/IAM/latest/UserGuide/reference_iam-quotas.html`,
    keeps: (body) => (textAt(body, 'policy') ?? '').replace(/\s/g, '').length <= 10_240,
    broken: { policy: 'x'.repeat(10_241) },
  },
  {
    what: 'a resource has 50 tags at most, of 128 and 256 characters',
    types: /^aws_/,
    source: `${AWS}/tag-editor/latest/userguide/best-practices-and-strats.html`,
    keeps: (body) => {
      const tags = Object.entries(at(body, 'tags') ?? {});
      return tags.length <= 50 && tags.every(([key, value]) => key.length <= 128 && String(value).length <= 256);
    },
    broken: { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag-${index}`, 'x'])) },
  },
  {
    what: 'an expression of Cloudflare has 4096 characters at most',
    types: /^cloudflare_ruleset$/,
    source: 'https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/',
    keeps: (body) => listAt(body, 'rules').every((rule) => (textAt(rule, 'expression') ?? '').length <= 4096),
    broken: { rules: [{ expression: 'x'.repeat(4097) }] },
  },
];

/** Rules of each security group and direction. https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const MOST_RULES = 60;

export function crowdedGroups(resources: readonly { readonly type: string; readonly body: unknown }[]): readonly string[] {
  const groups = resources
    .filter(({ type }) => /^aws_vpc_security_group_(in|e)gress_rule$/.test(type))
    .map(({ type, body }) => `${type} of ${textAt(body, 'security_group_id') ?? ''}`);
  return [...new Set(groups)]
    .filter((group) => groups.filter((other) => other === group).length > MOST_RULES)
    .map((group) => `${group}: a security group has ${MOST_RULES} rules at most in a direction`);
}

/** What a resource breaks. */
export const brokenLimits = (type: string, body: unknown): readonly string[] =>
  apiLimits.filter(({ types, keeps }) => types.test(type) && !keeps(body)).map(({ what }) => what);

export const withinApiLimits: Guard = (stack: SynthesizedStack) => [
  ...resourcesOf(stack).flatMap(({ type, address, body }) => brokenLimits(type, body).map((what) => `${address}: ${what}`)),
  ...crowdedGroups(resourcesOf(stack)),
];
