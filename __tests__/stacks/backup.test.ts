/** The state `backup`: its Jobs by the clock, and how their pods reach the bucket and the database. */
import { loadEnvironments } from '../../config';
import { production } from '../../config/environments/production';
import { localEnvironment, resourcesOf, type SynthesizedStack } from '../support/environments';
import { at, blocksAt, kubernetes, textAt, type Block } from '../support/invariants/blocks';
import { synthesize } from '../support/invariants/synthesis';

const load = (environment: object) => {
  const [loaded] = loadEnvironments(['production'], { production: environment as never });
  if (loaded === undefined) throw new Error('nothing is loaded');
  return loaded;
};
const inLocal = (backup: object) => synthesize(localEnvironment({ backup: { enabled: true, ...backup } })).stacks;
const stateOf = (stacks: readonly SynthesizedStack[]) => {
  const stack = stacks.find(({ name }) => name.endsWith('-backup'));
  if (stack === undefined) throw new Error('there is no state backup');
  return stack;
};
const cronJobs = (stacks: readonly SynthesizedStack[]) =>
  Object.fromEntries(kubernetes(stateOf(stacks), ['cron_job']).map(({ body }) => [textAt(body, 'metadata.name') ?? '', body]));
/** The variables of a container by name: their values, or the Secrets that have them. */
const variables = (body: Block, path: string) =>
  Object.fromEntries(
    blocksAt(body, `${path}.container.env`).map((one) => [
      textAt(one, 'name') ?? '',
      textAt(one, 'value') ?? textAt(one, 'value_from.secret_key_ref.name'),
    ]),
  );
const inJob = 'spec.job_template.spec.template.spec';

const offsite = {
  enabled: true,
  endpoint: 'https://s3.example.com',
  bucket: 'copies',
  secret: 'copies-keys',
  location: { cidrs: ['192.0.2.0/24'] },
};
const elsewhere = inLocal({ offsite });
const onAws = synthesize(load(production)).stacks;

test('dumps every day and drills every week by UTC, never two at once, each within its time', () => {
  expect(cronJobs(elsewhere)).toMatchObject({
    'backup-dump': { spec: { schedule: '0 2 * * *', timezone: 'UTC', concurrency_policy: 'Forbid' } },
    'backup-drill': { spec: { schedule: '0 8 * * 6', timezone: 'UTC', concurrency_policy: 'Forbid' } },
  });
  for (const body of Object.values(cronJobs(elsewhere))) {
    expect(at(body, `${inJob}.active_deadline_seconds`)).toBe(14_400);
    expect(at(body, `${inJob}.restart_policy`)).toBe('Never');
  }
});

test('has no drill where it is off, and its alerts neither', () => {
  const without = inLocal({ offsite, drill: { enabled: false, reason: 'it is of a test' } });
  expect(Object.keys(cronJobs(without))).toEqual(['backup-dump']);
  const monitoring = JSON.stringify(resourcesOf(without.find(({ name }) => name.endsWith('-monitoring')) ?? stateOf(without)));
  expect(monitoring).toContain('BackupStale');
  expect(monitoring).not.toContain('BackupNotRestorable');
});

test('is not there where backups are off, and no alert asks for them', () => {
  const { stacks } = synthesize(localEnvironment({ backup: { enabled: false, reason: 'it is of a test' } }));
  expect(stacks.map(({ name }) => name)).not.toContain('local-backup');
  expect(JSON.stringify(stacks.flatMap(resourcesOf))).not.toContain('BackupStale');
});

test('goes to the other store with its keys, by a policy that lets it there and nowhere else', () => {
  const { 'backup-dump': dump = {} } = cronJobs(elsewhere);
  expect(variables(dump, inJob)).toMatchObject({
    BACKUP_BUCKET: 'copies',
    RCLONE_S3_ENDPOINT: 'https://s3.example.com',
    RCLONE_S3_ACCESS_KEY_ID: 'copies-keys',
  });
  const platform = elsewhere.find(({ name }) => name === 'local-platform') ?? stateOf(elsewhere);
  const policy = kubernetes(platform, ['network_policy']).find(({ body }) => textAt(body, 'metadata.name') === 'backup-exporter');
  expect(JSON.stringify(policy?.body)).toContain('192.0.2.0/24');
});

test('the drill and the exporter have no login of the database', () => {
  const { 'backup-drill': drill = {} } = cronJobs(elsewhere);
  const [exporter] = kubernetes(stateOf(elsewhere), ['deployment']);
  for (const known of [variables(drill, inJob), variables(exporter?.body ?? {}, 'spec.template.spec')])
    expect(Object.keys(known).filter((name) => name.startsWith('PG'))).toEqual([]);
});

test('on AWS pods have the role of the bucket and no keys, and check the certificate of the database', () => {
  const { 'backup-dump': dump = {} } = cronJobs(onAws);
  const known = variables(dump, inJob);
  expect(known).toMatchObject({ RCLONE_S3_PROVIDER: 'AWS', RCLONE_S3_ENV_AUTH: 'true', PGSSLMODE: 'verify-full', BACKUP_HIDES_WAL: 'yes' });
  expect(known).not.toHaveProperty('RCLONE_S3_ACCESS_KEY_ID');
  const associated = resourcesOf(stateOf(onAws))
    .filter(({ type }) => type === 'aws_eks_pod_identity_association')
    .map(({ body }) => at(body, 'service_account'));
  expect(associated.sort()).toEqual(['backup', 'backup-exporter']);
});
