/** PostgreSQL's clients that members and Jobs use: the server's package comes without them. */
export const postgresClients = [
  'psql',
  'pg_basebackup',
  'pg_rewind',
  'pg_controldata',
  'pg_waldump',
  'pg_dump',
  'pg_dumpall',
  'pg_restore',
  'createdb',
  'pg_isready',
] as const;
