import type { ClusterLayout } from './layout';

/** Seconds for a replica to take over; it gives up after five (a manual failover's time in Redis). */
const TAKEOVER_SECONDS = 10;

/** How long the handover before a member's end may take: each of the shard's replicas may be asked. */
export const handoverSeconds = ({ shards }: Pick<ClusterLayout, 'shards'>): number =>
  (Math.max(...shards.map(({ members }) => members.length)) - 1) * TAKEOVER_SECONDS;

/** What the scripts are told, in every container of a member alike; `member.sh` reads it. */
export const memberEnvironment = ({ shards, domain, port, busPort, tls, persistent, paths }: ClusterLayout): Record<string, string> => ({
  REDIS_MEMBERS: shards
    .flatMap(({ name, firstSlot, lastSlot, members }) => members.map((member) => `${member} ${name} ${firstSlot} ${lastSlot}`))
    .join('\n'),
  REDIS_DOMAIN: domain,
  REDIS_PORT: String(port),
  REDIS_BUS_PORT: String(busPort),
  REDIS_TLS: tls ? 'yes' : 'no',
  REDIS_PERSISTENT: persistent ? 'yes' : 'no',
  REDIS_SECRETS: paths.secrets,
  REDIS_CERTIFICATES: paths.certificates,
  REDIS_RUN: paths.run,
  REDIS_DATA: paths.data,
  REDIS_TAKEOVER_SECONDS: String(TAKEOVER_SECONDS),
});
