/** Which alert inhibits which: one fault notifies people once, by the alert nearest to its cause. */

/** Label matchers as Alertmanager reads them: `severity="critical"`, `symptom=~"down|full"`. */
export type Matchers = readonly string[];

export interface Inhibition {
  readonly because: string;
  /** The cause. */
  readonly sources: Matchers;
  /** Alerts not sent while the cause fires. */
  readonly targets: Matchers;
  /**
   * Labels that must have the same value in both. Two alerts that both lack a label are equal in it, so include one that the cause always
   * has: an effect that lacks it is then not inhibited. https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule
   */
  readonly equal: readonly string[];
}

/** All labels that distinguish one instance of an alert from another. */
const instance = [
  ...['component', 'service', 'namespace', 'node', 'pod', 'container', 'instance', 'deployment', 'statefulset', 'job_name', 'provider'],
  ...[
    'horizontalpodautoscaler',
    'poddisruptionbudget',
    'persistentvolumeclaim',
    'mountpoint',
    'resource',
    'condition',
    'proxy',
    'integration',
  ],
  ...['datname', 'kind', 'scope', 'name', 'slot_name', 'dimension_LoadBalancer', 'dimension_TargetGroup', 'dimension_DBClusterIdentifier'],
  ...['dimension_DBInstanceIdentifier', 'dimension_CacheClusterId', 'dimension_BucketName'],
] as const;

/**
 *     node → its targets, its disk
 *     store down → app tier (errors, slow, full) and what follows there
 *     load balancer down → host does not answer, no traffic
 *     service down → its errors → budgets that burn, the balancer's own errors
 *     full now → full soon
 */
export const inhibitions: readonly Inhibition[] = [
  {
    because: 'what is critical is not said a second time as a warning',
    sources: ['severity="critical"'],
    targets: ['severity="warning"'],
    equal: ['area', 'symptom', ...instance],
  },
  {
    because: 'of a node that is gone nothing can be read',
    sources: ['alertname="NodeNotReady"'],
    targets: ['alertname=~"TargetDown|NodeUnderPressure"'],
    equal: ['node'],
  },
  {
    because: 'without a store the services cannot but fail',
    sources: ['area=~"postgres|redis"', 'symptom="down"', 'severity="critical"'],
    targets: ['area="app-tier"', 'symptom=~"errors|slow|full"'],
    equal: [],
  },
  {
    because: 'a database without a primary is down',
    sources: ['alertname="PostgresNoPrimary"'],
    targets: ['alertname="PostgresDown"'],
    equal: [],
  },
  {
    because: 'Redis that does not answer covers no slots',
    sources: ['alertname="RedisDown"'],
    targets: ['alertname="RedisSlotsUncovered"'],
    equal: [],
  },
  {
    because: 'without a balancer no host answers and no request arrives',
    sources: ['area="load-balancer"', 'symptom="down"'],
    targets: ['alertname=~"ProbeFailed|ProbeSlow|TrafficStopped|LoadBalancerErrors"'],
    equal: [],
  },
  {
    because: 'without pods of a service the balancer has no target and answers 503',
    sources: ['alertname="ServiceDown"'],
    targets: ['alertname=~"LoadBalancerErrors|LoadBalancerWithoutTargets|LoadBalancerCannotConnect"'],
    equal: [],
  },
  {
    because: 'a host that does not answer is not slow',
    sources: ['alertname="ProbeFailed"'],
    targets: ['alertname="ProbeSlow"'],
    equal: ['instance'],
  },
  {
    because: 'errors that somebody looks at already burn the budget',
    sources: ['alertname="HighErrorRate"'],
    targets: ['alertname=~"AvailabilityBudgetBurns.+"'],
    equal: ['component'],
  },
  {
    because: 'the balancer passes on the errors of the service',
    sources: ['alertname="HighErrorRate"'],
    targets: ['alertname="LoadBalancerErrors"'],
    equal: [],
  },
  {
    because: 'what burns fast burns slowly too',
    sources: ['alertname=~"(Availability|FirstToken)BudgetBurnsFast"'],
    targets: ['alertname=~"(Availability|FirstToken)BudgetBurnsSlowly"'],
    equal: ['area', 'symptom', 'component'],
  },
  {
    because: 'a pod that cannot start is not ready',
    sources: ['alertname="PodCrashLooping"'],
    targets: ['alertname="PodNotReady"'],
    equal: ['namespace', 'pod'],
  },
  {
    because: 'a container that was killed for its memory starts again and again',
    sources: ['alertname="ContainerOutOfMemory"'],
    targets: ['alertname=~"PodCrashLooping|ContainerMemoryNearLimit"'],
    equal: ['namespace', 'pod', 'container'],
  },
  {
    because: 'where nothing is recorded every target is missing',
    sources: ['alertname="PrometheusNotIngesting"'],
    targets: ['alertname="TargetMissing"'],
    equal: [],
  },
];
