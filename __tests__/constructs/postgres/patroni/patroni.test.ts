import { configChecksum } from '../../../../constructs/kubernetes';
import { at } from '../../../support/synthesized';
import { certificate, patroni, type Changes } from '../postgres.fixture';

const setOf = (changes?: Changes) => patroni(changes).find('kubernetes_stateful_set_v1', 'postgres');
const podOf = (changes?: Changes) => at(setOf(changes), 'spec.template.spec');
const containerOf = (changes?: Changes) => at(podOf(changes), 'container.0');
const variables = (changes?: Changes) =>
  Object.fromEntries(
    (at(containerOf(changes), 'env') as { name: string; value?: string; value_from?: object }[]).map((one) => [one.name, one]),
  );
const usual = patroni();
const set = setOf();
const pod = podOf();

describe('the interface', () => {
  test('says where writes and reads go, by Services of the namespace', () => {
    const { primary, replicas, database, sslMode, ca } = patroni({ config: { port: 5433, database: 'other' } }).patroni;
    expect({ primary, replicas, database, sslMode, ca }).toEqual({
      primary: { host: 'postgres-primary.openrouter.svc', port: 5433 },
      replicas: { host: 'postgres-replicas.openrouter.svc', port: 5433 },
      database: 'other',
      sslMode: 'require',
      ca: null,
    });
  });

  test('clients check the server where a certificate is given', () => {
    const { sslMode, ca } = patroni({ config: { certificate } }).patroni;
    expect({ sslMode, ca }).toEqual({ sslMode: 'verify-full', ca: { configMap: 'postgres-ca', key: 'ca.crt' } });
  });

  test.each([
    [2, 'b', 'a'],
    [3, 'a', 'b'],
  ])('at revision %i, MassRouter gets slot %s and the admin keeps slot %s', (secretsRevision, current, steady) => {
    const { credentials } = patroni({ around: { secretsRevision } }).patroni;
    expect(Object.fromEntries(Object.entries(credentials).map(([role, { name }]) => [role, name]))).toEqual({
      admin: `postgres-admin-${steady}`,
      app: `postgres-app-${current}`,
      migrate: `postgres-migrate-${current}`,
      monitor: `postgres-monitor-${current}`,
      backup: `postgres-backup-${current}`,
    });
  });
});

describe('the members', () => {
  test.each([
    ['laptop', '2', { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: '1', memory: '2Gi' } }],
    ['minimum', '3', { requests: { cpu: '4', memory: '8Gi' }, limits: { memory: '8Gi' } }],
    ['recommended', '3', { requests: { cpu: '8', memory: '16Gi' }, limits: { memory: '16Gi' } }],
  ] as const)('with the sizing %s are %s', (sizing, replicas, resources) => {
    expect(setOf({ sizing })).toHaveProperty('spec.replicas', replicas);
    expect(at(containerOf({ sizing }), 'resources')).toEqual(resources);
  });

  test('may be another number', () => {
    expect(setOf({ config: { members: 5 } })).toHaveProperty('spec.replicas', '5');
  });

  test('start all at once: any of them may be the one that has the last commit', () => {
    expect(set).toHaveProperty('spec.pod_management_policy', 'Parallel');
  });

  test('run as PostgreSQL’s own user, without privileges, on a read-only root', () => {
    expect(at(pod, 'security_context')).toMatchObject({ run_as_user: '26', run_as_group: '26', fs_group: '26', run_as_non_root: true });
    for (const path of ['container.0', 'init_container.0']) {
      expect(at(pod, `${path}.security_context`)).toEqual({
        allow_privilege_escalation: false,
        run_as_non_root: true,
        read_only_root_filesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('are spread over zones where there are some, and over hosts if possible', () => {
    const constraints = (zones: number) =>
      (at(podOf({ around: { zones } }), 'topology_spread_constraint') as { when_unsatisfiable: string }[]).map(
        (one) => one.when_unsatisfiable,
      );
    expect(constraints(3)).toEqual(['DoNotSchedule', 'ScheduleAnyway']);
    expect(constraints(1)).toEqual(['ScheduleAnyway', 'ScheduleAnyway']);
  });

  test('one at a time may be taken away', () => {
    expect(usual.find('kubernetes_pod_disruption_budget_v1', 'postgres')).toMatchObject({
      spec: { max_unavailable: '1', selector: { match_labels: at(set, 'spec.selector.match_labels') } },
    });
  });

  test('hand over before they stop, and get the time for it', () => {
    expect(at(pod, 'container.0.lifecycle.pre_stop.0.exec.command')).toEqual(['/bin/sh', '/etc/patroni/stop.sh']);
    expect(at(pod, 'termination_grace_period_seconds')).toBe(180);
  });

  test('know their own name and address, before what is made of both', () => {
    const names = (at(pod, 'container.0.env') as { name: string }[]).map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['POD_NAME', 'POD_IP']);
    expect(variables()).toMatchObject({
      POD_IP: { value_from: { field_ref: { field_path: 'status.podIP' } } },
      PATRONI_NAME: { value: '$(POD_NAME)' },
      PATRONI_POSTGRESQL_LISTEN: { value: '$(POD_IP):5432' },
      PATRONI_KUBERNETES_NAMESPACE: { value: 'openrouter' },
    });
  });

  test('have shared memory that is memory', () => {
    const shm = (at(podOf({ sizing: 'laptop' }), 'volume') as { name: string }[]).find(({ name }) => name === 'writable-dev-shm');
    expect(shm).toEqual({ name: 'writable-dev-shm', empty_dir: { medium: 'Memory', size_limit: '256Mi' } });
  });

  test('may talk to the API server', () => {
    expect(at(pod, 'automount_service_account_token')).toBe(true);
    expect(at(pod, 'service_account_name')).toBe('postgres');
  });
});

describe('their volumes', () => {
  test('are claims of Terraform’s own, named as the set adopts them', () => {
    expect(usual.names('kubernetes_persistent_volume_claim_v1')).toEqual(['data-postgres-0', 'data-postgres-1', 'data-postgres-2']);
    expect(at(set, 'spec.volume_claim_template.0.metadata.name')).toBe('data');
    expect(usual.find('kubernetes_persistent_volume_claim_v1', 'data-postgres-0')).toMatchObject({
      wait_until_bound: false,
      lifecycle: { prevent_destroy: true },
      spec: { access_modes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } } },
    });
  });

  test('may be destroyed where nothing is protected', () => {
    const { find } = patroni({ around: { deletionProtection: false } });
    expect(at(find('kubernetes_persistent_volume_claim_v1', 'data-postgres-0'), 'lifecycle.prevent_destroy')).toBe(false);
  });

  test('may grow without a new set', () => {
    expect(at(set, 'lifecycle.ignore_changes')).toEqual(['spec[0].volume_claim_template']);
  });

  test('hold the data in a directory below their root', () => {
    expect(at(pod, 'container.0.volume_mount')).toContainEqual({ name: 'data', mount_path: '/var/lib/postgresql' });
    expect(textOf('patroni.yml')).toContain('data_dir: /var/lib/postgresql/data\n');
  });
});

describe('Services', () => {
  const service = (name: string) => at(usual.find('kubernetes_service_v1', name), 'spec');
  const labels = at(set, 'spec.selector.match_labels') as object;

  test.each([
    ['postgres-primary', 'primary'],
    ['postgres-replicas', 'replica'],
  ])('%s leads to those that Patroni labels as %s', (name, role) => {
    expect(service(name)).toEqual({ selector: { ...labels, role }, port: [{ name: 'postgres', port: 5432, target_port: 'postgres' }] });
  });

  test('the set’s own names members that are not ready yet', () => {
    expect(at(set, 'spec.service_name')).toBe('postgres-members');
    expect(service('postgres-members')).toMatchObject({ cluster_ip: 'None', publish_not_ready_addresses: true, selector: labels });
  });
});

describe('what rolls the members', () => {
  const checksum = (changes?: Changes) => at(setOf(changes), 'spec.template.metadata.annotations.checksum/config');

  test.each<Changes>([
    { around: { secretsRevision: 3 } },
    { config: { maxConnections: 300 } },
    { config: { allowedCidrs: ['10.0.0.0/8'] } },
  ])('is %j', (changes) => {
    expect(checksum(changes)).not.toBe(checksum());
  });

  test('is nothing else', () => {
    expect(checksum({ config: { storageGiB: 50 }, around: { zones: 1 } })).toBe(checksum());
    expect(checksum()).toMatch(/^[0-9a-f]{64}$/);
    expect(configChecksum({})).not.toBe(checksum());
  });
});

test('nothing a member needs is made after it', () => {
  const needed = [
    'kubernetes_config_map_v1',
    'kubernetes_secret_v1',
    'kubernetes_service_account_v1',
    'kubernetes_role_v1',
    'kubernetes_role_binding_v1',
    'kubernetes_service_v1',
    'kubernetes_persistent_volume_claim_v1',
  ].flatMap((type) => usual.names(type).map((name) => usual.address(type, name)));
  expect(set.depends_on).toEqual(expect.arrayContaining(needed));
});

test('Terraform does not wait for the rollout, which the provider cannot end; what logs in does', () => {
  expect(set).toMatchObject({ wait_for_rollout: false, timeouts: { delete: '480s' } });
});

test('a script comes through Terraform as it is', () => {
  for (const text of Object.values(texts())) expect(text.replaceAll('$${', '').replaceAll('%%{', '')).not.toMatch(/[$%]\{/);
});

function texts(): Record<string, string> {
  return usual.find('kubernetes_config_map_v1', 'postgres').data as Record<string, string>;
}
function textOf(name: string): string {
  return texts()[name] ?? '';
}
