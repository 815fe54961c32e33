import type { ClusterLayout } from './layout';

/** Behaviour when the memory is full. https://redis.io/docs/latest/develop/reference/eviction/ */
export type MaxmemoryPolicy =
  'noeviction' | 'allkeys-lru' | 'allkeys-lfu' | 'allkeys-random' | 'volatile-lru' | 'volatile-lfu' | 'volatile-random' | 'volatile-ttl';

export interface RedisConfOptions {
  readonly layout: ClusterLayout;
  /** Addresses it listens on, in the syntax of `bind`. */
  readonly bind: readonly string[];
  readonly maxmemoryMiB: number;
  readonly maxmemoryPolicy: MaxmemoryPolicy;
  /** When the append-only file is flushed to the disk. */
  readonly fsync: 'everysec' | 'always';
}

/**
 * redis.conf, the same for every member. It uses only what Redis 7.0 understands, so that the tests can run it on a distribution's server:
 * nothing new in 7.2 (cluster-announce-human-nodename, locale-collate, set-max-listpack-entries, set-max-listpack-value) or 7.4
 * (hide-user-data-from-log, max-new-connections-per-cycle).
 * https://raw.githubusercontent.com/redis/redis/7.2/redis.conf
 */
export const redisConf = ({ layout, bind, maxmemoryMiB, maxmemoryPolicy, fsync }: RedisConfOptions): string =>
  `bind ${bind.join(' ')}
${layout.tls ? tls(layout) : `port ${layout.port}`}
# With the user "default" off nobody is let in without a password, whatever this says; it is the second lock.
protected-mode yes
tcp-keepalive 60
timeout 0

aclfile ${layout.paths.run}/users.acl
# What only this member knows: its address, its name, and the password it copies another member with.
include ${layout.paths.run}/member.conf

cluster-enabled yes
cluster-config-file nodes.conf
cluster-port ${layout.busPort}
# After so many milliseconds of silence a member counts as gone; its replica then stands for election.
cluster-node-timeout 5000
# What is left of the slots goes on answering.
cluster-require-full-coverage no
# A replica that has not seen its master since it started may still replace it: after a power failure it may be all there is.
cluster-replica-validity-factor 0
# Replicas stay where they are put.
cluster-allow-replica-migration no

repl-diskless-sync yes
repl-diskless-sync-delay 0
repl-backlog-size 32mb

maxmemory ${maxmemoryMiB}mb
maxmemory-policy ${maxmemoryPolicy}

dir ${layout.paths.data}
# No snapshots by time: the append-only file has every write, and begins with a snapshot of its own.
save ""
${layout.persistent ? `appendonly yes\nappendfsync ${fsync}` : 'appendonly no'}

loglevel notice
logfile ""
`;

/** Clients get names instead of addresses, because certificates are issued for names. The bus always requires a certificate. */
const tls = ({ port, paths }: ClusterLayout): string => `port 0
tls-port ${port}
tls-cert-file ${paths.certificates}/tls.crt
tls-key-file ${paths.certificates}/tls.key
tls-ca-cert-file ${paths.certificates}/ca.crt
# Clients prove who they are with a password.
tls-auth-clients no
tls-replication yes
tls-cluster yes
cluster-preferred-endpoint-type hostname`;
