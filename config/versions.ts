/**
 * Every version this program relies on, in one place.
 * Providers are not the ones the bindings were generated from: docs/adr/003-provider-versions-are-overridden.md says why.
 */
export const versions = {
  /** Terraform itself, as a constraint: 1.11 is the first with write-only arguments. */
  terraform: '>= 1.11.0',
  /** Provider releases that are used at apply, exactly. */
  providers: {
    /** Has `passwords_wo` of `aws_elasticache_user`. */
    aws: '6.66.0',
    /** The first release without the lost resource identity after a slow rollout (terraform-provider-kubernetes#2779). */
    kubernetes: '3.2.1',
    /** Has `ephemeral "random_password"`. */
    random: '3.7.2',
    /** The first release in which origin pulls and rulesets work and no id is optional by mistake (5.19 to 5.20). docs/cloudflare.md */
    cloudflare: '5.22.0',
  },
  /** Oldest releases of what others bring, as requirements name them. */
  oldest: {
    /** PostgreSQL, major. */
    postgres: 16,
    /** Redis, major. */
    redis: 7,
  },
  /** Versions that AWS runs, where the configuration names none. `config/support.ts` says until when they are supported. */
  aws: {
    /** Kubernetes, minor release: one above what the tests run, whose standard support is over. */
    kubernetes: '1.35',
  },
  /** Release of the Pod Security Standards that namespaces enforce. */
  podSecurity: 'v1.34',
  /** Images this program chooses itself, by exact tag. */
  images: {
    /** Answers in the place of a service whose image is not set; mainline is for those who follow it, this is the stable line. */
    standIn: 'nginx:1.28.0-alpine',
    /** The load balancer nginx, its stable line. On Debian, which has the `openssl` that makes a key where none is given. */
    nginx: 'nginx:1.30.4-trixie',
    /** The load balancer HAProxy, a line with long-term support; on Debian for the same reason. */
    haproxy: 'haproxy:3.2.22-trixie',
    /** The last line of Redis under the BSD licence, which still gets security fixes. On Debian, whose programs the members' scripts use. */
    redis: 'redis:7.2.16-bookworm',
    /** PostgreSQL 16.14 with Patroni 4.1.3 (docs/adr/010-patroni-and-its-image.md); the live tests run the same releases. */
    postgres: 'percona/percona-distribution-postgresql:16.14-1',
    /** The S3 server; the live tests run the same release. */
    versitygw: 'versity/versitygw:v1.8.0',
    /** Copies backups. The live tests run Debian's 1.60.1. */
    rclone: 'rclone/rclone:1.75.1',
    /** The live tests run the same release, as they do of the others of monitoring, except where it is said. */
    prometheus: 'prom/prometheus:v3.13.5',
    /** The newest release whose Go module is complete: those after it lack the files of the web interface, so no test could run them. */
    alertmanager: 'prom/alertmanager:v0.31.1',
    /** Not run by the tests: no package registry has it. */
    grafana: 'grafana/grafana:13.2.3',
    kubeStateMetrics: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.18.0',
    nodeExporter: 'quay.io/prometheus/node-exporter:v1.12.1',
    postgresExporter: 'quay.io/prometheuscommunity/postgres-exporter:v0.19.1',
    /** The live tests run Debian's 1.45, the only one that a package registry has. */
    redisExporter: 'oliver006/redis_exporter:v1.83.0',
    blackboxExporter: 'quay.io/prometheus/blackbox-exporter:v0.28.0',
    /** Not run by the tests: it needs an account of AWS. */
    cloudwatchExporter: 'quay.io/prometheuscommunity/yet-another-cloudwatch-exporter:v0.67.0',
  },
  /** What the live tests run against. */
  tested: {
    /** Kubernetes control plane. */
    kubernetes: '1.34.4',
  },
} as const;
