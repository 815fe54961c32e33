/** What happens every day is not blocked. */
import { approvable, rules } from '../../../scripts/guard/rules';
import { change, committed, nested, planJson, verdictOf, worse, type ChangeJson, type Values } from './plans.fixture';

const states = [...new Set(committed.map(({ state }) => state))];
const addressesOf = (state: string) => committed.filter((one) => one.state === state).map(({ address }) => address);
const update = (address: string, path: string, before: unknown, after: unknown) =>
  change(address, ['update'], { before: nested(path, before), after: nested(path, after) });

/** Every state of every environment, made for the first time and as it is. */
const whole = states.flatMap((state): (readonly [string, Values])[] => [
  [`${state} is made`, planJson(addressesOf(state).map((address) => change(address, ['create'], { before: null, after: { name: 'x' } })))],
  [`${state} stays`, planJson(addressesOf(state).map((address) => change(address, ['no-op'], { before: {}, after: {} })))],
]);

const single: readonly (readonly [string, ...ChangeJson[]])[] = [
  ['an image is rolled out', update('kubernetes_deployment_v1.AppTier_Backend_Deployment', 'spec.template.image', '1', '2')],
  ['a config map changes', update('kubernetes_config_map_v1.AppTier_BackendConfig', 'data.PORT', '1', '2')],
  ['a Job runs again', change('kubernetes_job_v1.AppTier_Migration_Job', ['delete', 'create'], { before: {}, after: {} })],
  ['pods of a store are updated', update('kubernetes_stateful_set_v1.Postgres_Member0', 'spec.template.image', '1', '2')],
  ['a volume grows', update('kubernetes_persistent_volume_claim_v1.Postgres_Data', 'spec.resources.requests', '1Gi', '2Gi')],
  ['a label of a Secret changes', update('kubernetes_secret_v1.One', 'metadata.labels', 'a', 'b')],
  ['a namespace gets a label', update('kubernetes_namespace_v1.Namespace', 'metadata.labels', 'a', 'b')],
  ['a role is replaced', change('aws_iam_role.One', ['create', 'delete'], { before: {}, after: {} })],
  ['a network policy is gone', change('kubernetes_network_policy_v1.One', ['delete'], { before: {}, after: null })],
  ['a database is upgraded', update('aws_rds_cluster.Postgres', 'engine_version', '16.8', '16.9')],
  ['a database gets another size', update('aws_rds_cluster_instance.One', 'instance_class', 'a', 'b')],
  ['backups are kept longer', update('aws_rds_cluster.Postgres', 'backup_retention_period', 14, 35)],
  ['logs are kept for ever', update('aws_cloudwatch_log_group.One', 'retention_in_days', 365, 0)],
  ['logs are kept longer', update('aws_cloudwatch_log_group.One', 'retention_in_days', 30, 365)],
  ['protection is switched on', update('aws_rds_cluster.Postgres', 'deletion_protection', false, true)],
  ['a final snapshot is named otherwise', update('aws_rds_cluster.Postgres', 'final_snapshot_identifier', 'a-g1', 'a-g2')],
  ['a bucket is no longer emptied', update('aws_s3_bucket.One', 'force_destroy', true, false)],
  [
    'a key is known only afterwards',
    change('aws_rds_cluster.Postgres', ['update'], { before: { kms_key_id: 'a' }, after: {}, after_unknown: { kms_key_id: true } }),
  ],
  ['something moves', change('aws_rds_cluster.New', ['no-op'], { before: {}, after: {} }, { previous_address: 'aws_rds_cluster.Old' })],
  ['something is imported', change('aws_rds_cluster.New', ['no-op'], { before: {}, after: {}, importing: { id: 'x' } })],
  ['a data source is read', change('aws_rds_cluster.Read', ['read'], {}, { mode: 'data' })],
  ['an ephemeral resource is opened', change('aws_secretsmanager_secret.One', ['open'])],
  [
    'a rule for one network',
    change('aws_vpc_security_group_ingress_rule.One', ['create'], { before: null, after: { cidr_ipv4: '10.0.0.0/8' } }),
  ],
  ['a rule for everybody that was there', update('aws_vpc_security_group_ingress_rule.One', 'cidr_ipv4', '0.0.0.0/0', '0.0.0.0/0')],
  ['the load balancer changes its listeners', change('aws_lb_listener.One', ['create', 'delete'], { before: {}, after: {} })],
  ['DNS is updated', update('cloudflare_dns_record.One', 'content', 'a', 'b')],
  ['nothing at all'],
];

/** What every rule is about, in the other direction. */
const better = rules
  .filter(({ class: kind, when }) => (approvable as readonly string[]).includes(kind) && when !== 'changed')
  .map((rule): readonly [string, Values] => {
    const [bad, good] = [worse(rule)[1], worse(rule)[0]];
    return [`${rule.type} ${rule.path} gets better`, planJson([update(`${rule.type}.One`, rule.path, bad, good)])];
  });

const plans = [...whole, ...single.map(([name, ...changes]): readonly [string, Values] => [name, planJson(changes)]), ...better];

test('there are many', () => {
  expect(plans.length).toBeGreaterThanOrEqual(50);
});

test.each(plans)('%s: nothing is blocked', (_, plan) => {
  expect(verdictOf(plan).blocked).toEqual([]);
});
