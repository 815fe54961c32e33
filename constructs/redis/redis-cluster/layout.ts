/** Hash slots of a Redis Cluster. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#key-distribution-model */
const SLOTS = 16384;

/** A share of the slots, and the members that hold copies of it. */
export interface Shard {
  /** A letter, part of the members' names. */
  readonly name: string;
  readonly firstSlot: number;
  readonly lastSlot: number;
  /** Names of the pods. The first one takes the slots when the cluster is formed, the others copy it. */
  readonly members: readonly string[];
}

/** Absolute paths of the files that a member reads and writes. */
export interface ClusterPaths {
  /** redis.conf and the scripts. */
  readonly config: string;
  /** Passwords, one file each: `<user>-a` and `<user>-b` for the two slots of a rotation. */
  readonly secrets: string;
  /** ca.crt, tls.crt and tls.key. */
  readonly certificates: string;
  /** Directory that every start recreates; best in memory, because it holds a password. */
  readonly run: string;
  /** Mount path of the volume. */
  readonly data: string;
}

/** The cluster, as its members see it. */
export interface ClusterLayout {
  readonly shards: readonly Shard[];
  /** Suffix of a member's host name, such as `redis-members.openrouter.svc`. */
  readonly domain: string;
  /** Port for clients and replicas. */
  readonly port: number;
  /** Port of the cluster bus, between members. */
  readonly busPort: number;
  /** Whether clients, replication and bus use TLS. */
  readonly tls: boolean;
  /** Whether the data survive a restart of the process. */
  readonly persistent: boolean;
  readonly paths: ClusterPaths;
}

/** The slots in equal shares, divided as `redis-cli --cluster create` does; a member is named `<name>-<shard>-<ordinal>`. */
export function clusterShards(name: string, count: number, membersPerShard: number): Shard[] {
  const start = (shard: number) => Math.round((shard * SLOTS) / count);
  return Array.from({ length: count }, (_, shard) => {
    const letter = String.fromCharCode('a'.charCodeAt(0) + shard);
    return {
      name: letter,
      firstSlot: start(shard),
      lastSlot: start(shard + 1) - 1,
      members: Array.from({ length: membersPerShard }, (_, ordinal) => `${name}-${letter}-${ordinal}`),
    };
  });
}
