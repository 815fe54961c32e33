import { Tokenization } from 'cdktf';
import { Construct } from 'constructs';
import { monitoringPorts } from '../../../config';
import { configChecksum, type PodEnvironment } from '../../kubernetes';
import type { CertificateAuthority, Endpoint, SecretReference } from '../../contracts';
import { Exporter, type StatelessProps } from './exporter';

/** Redis, as its exporter sees it. */
export interface WatchedRedis {
  readonly discovery: Endpoint;
  readonly tls: boolean;
  readonly ca: CertificateAuthority | null;
  /** Credentials of the ACL user `monitor`. */
  readonly monitor: SecretReference;
}

export interface RedisExporterProps extends StatelessProps {
  readonly redis: WatchedRedis;
}

/** UID of the image's user. */
const USER = 59000;
const CA_PATH = '/etc/redis-exporter/ca.crt';

/** One exporter for all members: Prometheus names the member in every scrape. It reads no key. */
export class RedisExporter extends Construct {
  readonly endpoint: Endpoint;

  constructor(scope: Construct, id: string, { redis, ...props }: RedisExporterProps) {
    super(scope, id);
    const exporter = new Exporter(this, 'Server', {
      ...props,
      name: 'redis-exporter',
      image: props.surroundings.images.programs.redisExporter,
      user: USER,
      command: ['/redis_exporter', `--web.listen-address=:${monitoringPorts.redisExporter}`],
      port: ['metrics', monitoringPorts.redisExporter],
      health: { liveness: '/health', readiness: '/health' },
      environment: redisExporterEnvironment(redis),
      checksum: configChecksum({ secretsRevision: props.surroundings.secretsRevision }),
    });
    this.endpoint = exporter.endpoint;
  }
}

/** User name and password are the same for every member; a scrape names only the address. */
export const redisExporterEnvironment = ({ ca, monitor: { name } }: WatchedRedis): PodEnvironment => ({
  values: {
    // No address of its own: only the members that a scrape names.
    REDIS_ADDR: '',
    // The ACL refuses CONFIG; INFO reports the limits.
    REDIS_EXPORTER_CONFIG_COMMAND: '-',
    // Per-command metrics are hundreds of series for each member.
    REDIS_EXPORTER_EXCLUDE_LATENCY_HISTOGRAM_METRICS: 'true',
    ...(ca === null ? {} : { REDIS_EXPORTER_TLS_CA_CERT_FILE: CA_PATH }),
  },
  secrets: { REDIS_USER: { name, key: 'username' }, REDIS_PASSWORD: { name, key: 'password' } },
  files: ca === null ? {} : { [CA_PATH]: { configMap: ca.configMap, key: ca.key } },
});

/** Address at which clients ask for the members, in the exporter's form. */
export const redisTarget = ({ discovery: { host, port }, tls }: WatchedRedis): string =>
  `${tls ? 'rediss' : 'redis'}://${host}:${Tokenization.stringifyNumber(port)}`;

/**
 * Address of a member in a pod, in the exporter's form, built from address and port ($1), pod ($2) and namespace ($3). With TLS it is the
 * member's name, which its certificate is issued for.
 */
export const redisMemberTarget = ({ tls, discovery: { port } }: WatchedRedis): string =>
  tls ? `rediss://$2.redis-members.$3.svc:${Tokenization.stringifyNumber(port)}` : 'redis://$1';
