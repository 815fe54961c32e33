/**
 * Every version this program relies on, in one place.
 * Providers are not the ones the bindings were generated from: docs/adr/003-provider-versions-are-overridden.md says why.
 */
export const versions = {
  /** Terraform itself, as a constraint: 1.11 is the first with write-only arguments. */
  terraform: '>= 1.11.0',
  /** Provider releases that are used at apply, exactly. */
  providers: {
    /** The first release without the lost resource identity after a slow rollout (terraform-provider-kubernetes#2779). */
    kubernetes: '3.2.1',
    /** Has `ephemeral "random_password"`. */
    random: '3.7.2',
  },
  /** Oldest releases of what others bring, as requirements name them. */
  oldest: {
    /** PostgreSQL, major. */
    postgres: 16,
    /** Redis, major. */
    redis: 7,
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
  },
  /** What the live tests run against. */
  tested: {
    /** Kubernetes control plane. */
    kubernetes: '1.34.4',
  },
} as const;
