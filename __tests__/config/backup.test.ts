import { loadEnvironments } from '../../config';
import { local } from '../../config/environments/local';
import { production } from '../../config/environments/production';

const problems = (environment: object): string => {
  try {
    loadEnvironments(['x'], { x: { ...environment, name: 'x' } as never });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const inLocal = (fields: object): string => problems({ ...local, backup: { ...local.backup, ...fields } });
const inProduction = (backup: object, more: object = {}): string =>
  problems({ ...production, ...more, backup: { enabled: true, ...backup } });
const offsite = {
  enabled: true,
  endpoint: 'https://s3.example.com',
  bucket: 'copies',
  secret: 'copies',
  location: { cidrs: ['192.0.2.0/24'] },
};

test.each([
  ['a bucket in the same cluster is no second place', inLocal({ offsite: null }), 'backup.offsite: must name another S3 store'],
  ['a reason why there is no second place', inLocal({ offsite: { enabled: false, reason: 'it is of a test' } }), ''],
  ['another store', inLocal({ offsite }), ''],
  ['a store without TLS', inLocal({ offsite: { ...offsite, endpoint: 'http://s3.example.com' } }), 'backup.offsite.endpoint'],
  ['no backups, with a reason', problems({ ...local, backup: { enabled: false, reason: 'somebody else makes them' } }), ''],
  ['no backups without a reason', problems({ ...local, backup: { enabled: false } }), 'backup.reason'],
  ['a drill while the dump may run', inLocal({ drill: { enabled: true, hour: 4 } }), 'backup.drill.hour: 4 is while a dump may still run'],
  ['a drill right after the dump has to end', inLocal({ drill: { enabled: true, hour: 6 } }), ''],
  ['a drill that the next dump meets', inLocal({ drill: { enabled: true, hour: 23 } }), 'backup.drill.hour: 23 is while'],
  ['a dump that ends the next day', inLocal({ dump: { hour: 22 }, drill: { enabled: true, hour: 1 } }), 'backup.drill.hour'],
  ['defaults on AWS', inProduction({}), ''],
  [
    'a dump in the maintenance window',
    inProduction({ dump: { hour: 5 }, drill: { enabled: true, hour: 12 } }),
    'backup.dump.hour: 5 is in',
  ],
  ['retention below the lock', inProduction({ dump: { keep: { days: 7 } } }), 'backup.dump.keep.days: must be 30 or more'],
  ['retention below the lock of a bucket that is not used', inProduction({ offsite, dump: { keep: { days: 7 } } }), ''],
  [
    'an archive that bills longer than backups are kept',
    inProduction({}, { objectStorage: { engine: 's3', backups: { archiveAfterDays: 14 } } }),
    'objectStorage.backups.archiveAfterDays: must leave 90 of the 84 days',
  ],
  ['less than the newest good backup', inLocal({ dump: { keep: { least: 0 } } }), 'backup.dump.keep.least'],
])('%s', (_, found, expected) => {
  expect(found).toMatch(expected === '' ? /^$/ : `x: ${expected}`);
});
