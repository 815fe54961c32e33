/** Paths in a member's pod. */
export interface MemberPaths {
  /** Directory of PostgreSQL's programs. */
  readonly binaries: string;
  /** Root of the volume. */
  readonly volume: string;
  /** Writable directory, lost with the pod: the socket and the passwords for libpq. */
  readonly run: string;
  /** `tls.crt`, `tls.key`, and `ca.crt` where there is an authority. */
  readonly tls: string;
  /** The texts of this folder. */
  readonly texts: string;
  /** The pod's token, and the certificate authority of the API server. */
  readonly serviceAccount: string;
}

/** Names of the texts, as keys in a ConfigMap. */
export const textNames = {
  patroni: 'patroni.yml',
  dynamic: 'dynamic.yml',
  start: 'start.sh',
  stop: 'stop.sh',
  onPrimary: 'on-primary.sh',
  server: 'server.sql',
  certificate: 'make-certificate.py',
  unlabel: 'unlabel-others.py',
  python: 'python.sh',
} as const;

/** Names of those that are there where changes are archived. */
export const archiveTextNames = {
  pgbackrest: 'pgbackrest.conf',
  fetchWal: 'fetch-wal.sh',
  restore: 'restore.sh',
  recover: 'recover.sh',
  pushMissing: 'push-missing.sh',
  backups: 'backups.py',
} as const;

export const memberFiles = ({ volume, run, tls, texts }: MemberPaths) => ({
  /** A directory below the volume's root: the root belongs to the volume, with its own permissions and `lost+found`. */
  data: `${volume}/data`,
  passwords: `${run}/pgpass`,
  certificate: `${tls}/tls.crt`,
  key: `${tls}/tls.key`,
  authority: `${tls}/ca.crt`,
  onPrimary: `${texts}/${textNames.onPrimary}`,
  certificateMaker: `${texts}/${textNames.certificate}`,
  python: `${texts}/${textNames.python}`,
  pgbackrest: `${texts}/${archiveTextNames.pgbackrest}`,
  restore: `${texts}/${archiveTextNames.restore}`,
  backups: `${texts}/${archiveTextNames.backups}`,
});
