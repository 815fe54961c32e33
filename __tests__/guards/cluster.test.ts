/** The tests' cluster, as far as it needs no machine: what it asks for, what it is made of, and what it applies. */
import { manifestsOf } from '../../scripts/manifests';
import { toManifests } from '../../scripts/manifests/to-manifests';
import { groupsOf, secretsOf } from '../support/cluster/apply-environment';
import { missingControllers } from '../support/cluster/cgroups';
import { fullReference } from '../support/cluster/images/image';
import { imageOf, table } from '../support/cluster/images/table';
import { unmet, type Facts } from '../support/cluster/requirements';
import { stacksOf } from '../support/environments';
import { podSpecOf } from '../support/pod-references';
import { incarnation, isOrphan } from '../support/process-tree';

describe('what a machine lacks for a cluster', () => {
  const able: Facts = { root: true, namespaces: undefined, controllers: [], freeGiB: 50 };

  test.each<[string, Partial<Facts>, RegExp]>([
    ['root', { root: false, namespaces: 'Operation not permitted' }, /^a cluster needs root: run it as root$/],
    ['namespaces', { namespaces: 'unshare failed: Operation not permitted' }, /^a cluster needs namespaces .*: unshare failed: Operation/],
    ['control groups', { controllers: ['cpu', 'memory'] }, /^a cluster needs control groups of version 1, .* none for cpu, memory/],
    ['disk', { freeGiB: 0.25 }, /^a cluster needs 6 GiB of disk at .*, and 0\.3 are free$/],
  ])('is said in one line: %s', (_, facts, line) => {
    expect(unmet({ ...able, ...facts })).toEqual([expect.stringMatching(line)]);
  });

  test('is nothing where all is there', () => {
    expect(unmet(able)).toEqual([]);
  });

  test('are all controllers where there is version 2 alone, and none where there is version 1', () => {
    const names = ['blkio', 'cpu', 'cpuacct', 'cpuset', 'devices', 'freezer', 'memory', 'pids'];
    expect(missingControllers('cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n')).toEqual(names);
    const both = 'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0\n';
    const others = names.slice(3).map((name) => `cgroup /sys/fs/cgroup/${name} cgroup rw,${name} 0 0\n`);
    expect(missingControllers([both, 'cgroup /x cgroup rw,blkio 0 0\n', ...others].join(''))).toEqual([]);
  });
});

describe('what a process leaves', () => {
  test('is an orphan when the process is no more, or another has its number', () => {
    const own = incarnation(process.pid) ?? '';
    expect([isOrphan(`${own}-1`), isOrphan(`${process.pid}-1-1`), isOrphan('4194305-7-1'), isOrphan('else')]).toEqual([
      false,
      true,
      true,
      undefined,
    ]);
  });
});

describe('the images', () => {
  const specs = manifestsOf('local').flatMap(({ objects }) => objects.flatMap((object) => podSpecOf(object) ?? []));
  const containers = specs.flatMap(({ containers: own, initContainers = [] }) => [...own, ...initContainers]);
  const references = (containers as readonly { readonly image?: string }[]).map(({ image = '' }) => image);

  test('are all those that `local` names', () => {
    expect(references.filter((reference) => imageOf(reference) === undefined)).toEqual([]);
    expect(imageOf('nginx:0.0.0')).toBeUndefined();
  });

  test('have names of their own, and say where they come from and how they differ', () => {
    expect(new Set(table.map(({ reference }) => reference)).size).toBe(table.length);
    expect(table.filter(({ source, differs }) => source === '' || differs === '').map(({ reference }) => reference)).toEqual([]);
  });

  test.each([
    ['nginx:1', 'docker.io/library/nginx:1'],
    ['prom/prometheus:v3', 'docker.io/prom/prometheus:v3'],
    ['quay.io/prometheus/node-exporter:v1', 'quay.io/prometheus/node-exporter:v1'],
  ])('have the full name that containerd keeps: %s', (reference, full) => {
    expect(fullReference(reference)).toBe(full);
  });
});

describe('what is applied', () => {
  const stacks = stacksOf('local');
  const [data, app] = ['local-data', 'local-app'].map((name) => stacks.find((stack) => stack.name === name));
  if (data === undefined || app === undefined) throw new Error('no such states');

  test('has the states in their order', () => {
    expect(stacks.map(({ name }) => name)).toEqual(['local-platform', 'local-data', 'local-app', 'local-backup', 'local-monitoring']);
  });

  test('has Secrets as Terraform writes them: names as they are, 43 letters and digits for each that is generated', () => {
    const [first, second] = [secretsOf(data), secretsOf(data)].map((secrets) => secrets.get('postgres-app-a')?.values);
    expect(first).toEqual({ username: 'app_a', password: expect.stringMatching(/^[A-Za-z0-9]{43}$/) });
    expect(second?.['password']).not.toBe(first?.['password']);
  });

  test('waits for each Job before what comes after it', () => {
    const groups = groupsOf(toManifests(app.json)).map((group) => group.map(({ kind }) => kind));
    expect(
      groups
        .slice(0, -1)
        .filter((kinds) => kinds.includes('Job'))
        .every((kinds) => kinds.at(-1) === 'Job'),
    ).toBe(true);
    expect(groups.flat().filter((kind) => kind === 'Job')).toHaveLength(2);
    expect(groups.at(-1)).toContain('Deployment');
  });
});
