/** For every field of an environment on AWS, another value than production's, and what a plan makes of the change. */

/** What happens to what holds data, in a protected environment; without protection, what is refused is done. */
export type Outcome = 'nothing' | 'in place' | 'delayed' | 'added' | 'refused';

export interface Change {
  /** Fields that have to change with it, and the new value. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
}

const change = (outcome: Outcome, set: Change['set']): Change => ({ set, outcome });

const reason = 'a reason for the test';

export const changes: Readonly<Record<string, Change>> = {
  sizing: change('delayed', { sizing: 'minimum' }),
  deletionProtection: change('in place', { deletionProtection: false }),
  generation: change('refused', { generation: 2 }),
  'aws.tags': change('nothing', { 'aws.tags': { team: 'gateway' } }),
  'aws.permissionsBoundaryArn': change('nothing', { 'aws.permissionsBoundaryArn': 'arn:aws:iam::000000000000:policy/boundary' }),
  'aws.budget.enabled': change('nothing', { 'aws.budget': { enabled: false, reason } }),
  'aws.budget.monthlyUsd': change('nothing', { 'aws.budget.monthlyUsd': 7000 }),
  'aws.budget.emails': change('nothing', { 'aws.budget.emails': ['finance@openrouter.ai'] }),
  'network.vpc.mode': change('refused', {
    'network.vpc': {
      mode: 'existing',
      vpcId: 'vpc-01234567',
      subnets: Object.fromEntries(
        ['a', 'b', 'c'].map((letter, index) => [
          `eu-central-1${letter}`,
          Object.fromEntries(
            ['public', 'private', 'data'].map((tier, at) => [
              tier,
              { id: `subnet-0000000${index * 3 + at}`, cidr: `10.9.${index * 3 + at}.0/24` },
            ]),
          ),
        ]),
      ),
    },
    'cluster.runsIn.cidrs': ['10.9.0.0/24'],
  }),
  'network.vpc.cidr': change('refused', { 'network.vpc.cidr': '10.30.0.0/16' }),
  'network.vpc.zones': change('refused', { 'network.vpc.zones': ['eu-central-1a', 'eu-central-1b', 'eu-central-1d'] }),
  'network.vpc.nat': change('nothing', { 'network.vpc.nat': 'single' }),
  'network.vpc.interfaceEndpoints': change('nothing', { 'network.vpc.interfaceEndpoints': ['sts'] }),
  'network.vpc.flowLogs.enabled': change('nothing', { 'network.vpc.flowLogs': { enabled: false, reason } }),
  'network.vpc.flowLogs.retentionDays': change('nothing', { 'network.vpc.flowLogs': { enabled: true, retentionDays: 180 } }),
  'network.accessLogRetentionDays': change('nothing', { 'network.accessLogRetentionDays': 90 }),
  'cluster.version': change('in place', { 'cluster.version': '1.36' }),
  'cluster.support': change('in place', { 'cluster.support': 'extended' }),
  'cluster.serviceCidr': change('refused', { 'cluster.serviceCidr': '10.100.0.0/16' }),
  'cluster.publicAccess.enabled': change('in place', {
    'cluster.publicAccess': { enabled: true, cidrs: ['203.0.113.0/24'], reason },
  }),
  'cluster.runsIn.place': change('in place', {
    'cluster.publicAccess': { enabled: true, cidrs: ['203.0.113.0/24'], reason },
    'cluster.runsIn': { place: 'internet' },
  }),
  'cluster.runsIn.cidrs': change('nothing', { 'cluster.runsIn.cidrs': ['10.20.0.0/18'] }),
  'cluster.people': change('nothing', { 'cluster.people': { jane: { principal: 'arn:aws:iam::000000000000:role/jane' } } }),
  'cluster.logs.more': change('in place', { 'cluster.logs.more': ['scheduler'] }),
  'cluster.logs.retentionDays': change('nothing', { 'cluster.logs.retentionDays': 180 }),
  'cluster.nodePools': change('in place', { 'cluster.nodePools': ['general-purpose'] }),
  'cluster.metricsServer': change('nothing', { 'cluster.metricsServer': 'v0.8.2-eksbuild.1' }),
  'postgres.version': change('delayed', { 'postgres.version': '16.14' }),
  'postgres.capacity.type': change('delayed', { 'postgres.capacity': { type: 'serverless' } }),
  'postgres.capacity.instanceClass': change('delayed', { 'postgres.capacity': { type: 'provisioned', instanceClass: 'db.r7g.4xlarge' } }),
  'postgres.readers': change('added', { 'postgres.readers': 3 }),
  'postgres.database': change('nothing', { 'postgres.database': 'another' }),
  'postgres.port': change('refused', { 'postgres.port': 5444 }),
  'postgres.maxConnections': change('delayed', { 'postgres.maxConnections': 300 }),
  'postgres.slowQueryMillis': change('nothing', { 'postgres.slowQueryMillis': 250 }),
  'postgres.extensions': change('nothing', { 'postgres.extensions': ['pg_trgm'] }),
  'postgres.backupRetentionDays': change('in place', { 'postgres.backupRetentionDays': 30 }),
  'postgres.backupWindow': change('in place', { 'postgres.backupWindow': '01:00-02:00' }),
  'postgres.maintenanceWindow': change('in place', { 'postgres.maintenanceWindow': 'mon:05:00-mon:06:00' }),
  'postgres.logRetentionDays': change('nothing', { 'postgres.logRetentionDays': 180 }),
  'postgres.image': change('nothing', { 'postgres.image': 'percona/percona-distribution-postgresql:16.13-1' }),
  'redis.software': change('delayed', { 'redis.software': 'valkey' }),
  'redis.shards': change('in place', { 'redis.shards': 4 }),
  'redis.replicasPerShard': change('in place', { 'redis.replicasPerShard': 2 }),
  'redis.nodeType': change('delayed', { 'redis.nodeType': 'cache.m7g.xlarge' }),
  'redis.port': change('refused', { 'redis.port': 6380 }),
  'redis.use': change('nothing', { 'redis.use': 'cache' }),
  'redis.maxmemoryPolicy': change('nothing', { 'redis.use': 'cache', 'redis.maxmemoryPolicy': 'volatile-lfu' }),
  'redis.snapshotRetentionDays': change('in place', { 'redis.snapshotRetentionDays': 14 }),
  'redis.snapshotWindow': change('in place', { 'redis.snapshotWindow': '01:00-02:00' }),
  'redis.maintenanceWindow': change('in place', { 'redis.maintenanceWindow': 'mon:05:00-mon:06:00' }),
  'redis.logRetentionDays': change('nothing', { 'redis.logRetentionDays': 180 }),
  'objectStorage.assets.noncurrentDays': change('nothing', { 'objectStorage.assets': { noncurrentDays: 60 } }),
  'objectStorage.backups.archiveAfterDays': change('nothing', {
    'objectStorage.backups': { archiveAfterDays: 30 },
    backup: { enabled: true, dump: { keep: { weeks: 20 } } },
  }),
  'objectStorage.backups.noncurrentDays': change('nothing', { 'objectStorage.backups': { noncurrentDays: 60 } }),
  'objectStorage.backups.lock.enabled': change('nothing', { 'objectStorage.backups': { lock: { enabled: false, reason } } }),
  'objectStorage.backups.lock.days': change('nothing', {
    'objectStorage.backups': { lock: { enabled: true, days: 60 } },
    backup: { enabled: true, dump: { keep: { days: 60 } } },
  }),
};

/** Fields that are not changed here, and why. */
export const elsewhere: Readonly<Record<string, string>> = {
  name: 'is the name of other states: Terraform makes another environment and leaves this one',
  'secrets.revision': 'one slot of every secret has a new value, and the admin of the database its password, in place',
  'aws.accountId': 'Terraform refuses credentials of another account',
  'aws.region': 'refused: every resource would be replaced',
  'network.certificate.mode': 'of `app`: the listener shows the other certificate, in place',
  'cluster.mode': 'refused by AWS: the cluster is protected from deletion',
  'cluster.dns': 'has one value',
  'postgres.engine': 'refused: Terraform would destroy the database',
  'redis.engine': 'refused: Terraform would destroy the cluster',
  'objectStorage.engine': 'refused: Terraform would destroy the buckets',
};
