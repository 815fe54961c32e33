/**
 * Until when AWS supports a version at its usual price. Nothing here reads a clock: a synth of the same text is the same on every day. The
 * rule compares with the day on which the table was read, the state of the cluster with the day of the plan (`check`), and a test holds
 * every default to a margin, so that whoever reads the calendars again has to raise it.
 */

/** Day on which the calendars were read, UTC. */
export const calendarsRead = '2026-11-28';

/** Last day of standard support, UTC, by version; null: none is announced. */
export const standardSupport = {
  /** https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar */
  kubernetes: { '1.33': '2026-07-29', '1.34': '2026-12-02', '1.35': '2027-03-27', '1.36': '2027-08-02' },
  /** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html */
  postgres: { '16': '2029-02-28' },
  /** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/deprecated-engine-versions.html: Redis 4, 5 and 6 have dates. */
  redis: { '7.1': null },
  /** The same page: Valkey has none. */
  valkey: { '8.1': null },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** Dates of Kubernetes by version, as a version that is configured asks for one. */
const kubernetes: Readonly<Record<string, string>> = standardSupport.kubernetes;

/** US dollars an hour for a cluster in standard and in extended support. https://aws.amazon.com/eks/pricing/ */
const HOURLY = { standard: 0.1, extended: 0.6 } as const;
const HOURS_A_MONTH = 730;

/** Last day of standard support of a Kubernetes version; null: the table does not have it. */
export const kubernetesSupportedUntil = (version: string): string | null => kubernetes[version] ?? null;

/** Whether its standard support was over on the day of the table. What is older than the oldest of the table is. */
export function kubernetesSupportIsOver(version: string, today: string = calendarsRead): boolean {
  const until = kubernetesSupportedUntil(version);
  const minor = (text: string) => Number(text.split('.')[1]);
  return until === null ? minor(version) < Math.min(...Object.keys(kubernetes).map(minor)) : until < today;
}

/** What becomes of a cluster after that day. */
export const afterStandardSupport = (support: 'standard' | 'extended'): string =>
  support === 'standard'
    ? 'EKS upgrades the cluster by itself, and Terraform cannot go back: raise cluster.version, one release at a time'
    : `it costs ${HOURLY.extended.toFixed(2)} instead of ${HOURLY.standard.toFixed(2)} US dollars an hour, ${Math.round((HOURLY.extended - HOURLY.standard) * HOURS_A_MONTH)} more a month: raise cluster.version`;
