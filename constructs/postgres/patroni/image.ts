import type { MemberPaths } from './paths';

/** Facts about the image in config/postgres; docs/adr/010-patroni-and-its-image.md says where they come from. */
const binaries = '/usr/pgsql-16/bin';

/** User and group \`postgres\`. */
export const POSTGRES_USER = 26;
export const POSTGRES_USER_NAME = 'postgres';

/** Paths in a member's pod. None is below a path that the image declares as a volume. */
export const memberPaths = (certificateAuthority: boolean): MemberPaths => ({
  binaries,
  volume: '/var/lib/postgresql',
  run: '/run/postgresql',
  // A Secret is mounted read-only; the member's own key is written.
  tls: certificateAuthority ? '/etc/postgres-tls' : '/run/postgres-tls',
  texts: '/etc/patroni',
  serviceAccount: '/var/run/secrets/kubernetes.io/serviceaccount',
});

/** Search path with PostgreSQL's programs, for a shell that looks for \`psql\`. */
export const PROGRAM_PATH = `${binaries}:/usr/local/bin:/usr/bin:/bin`;
