/** The table of manifests against the bindings: every argument they have, and none that they do not. */
import { each, list, number, object, text, type Field, type Fields } from '../../../scripts/manifests/fields';
import { kinds } from '../../../scripts/manifests/kinds';
import { argumentsOf, type Argument } from '../bindings';

/** What an argument of each type may be in Kubernetes. */
const typesInKubernetes: Readonly<Record<string, readonly Field['type'][]>> = {
  string: ['text', 'number', 'number or text', 'file mode', "Terraform's own"],
  number: ['number', "Terraform's own"],
  boolean: ['boolean', "Terraform's own"],
  'string[]': ['texts'],
  'number[]': ['numbers'],
  map: ['map', 'secret'],
  block: ['object', 'list', "Terraform's own"],
};

/** Of cdktf and Terraform; few bindings declare them. */
const metaArguments = ['//', 'depends_on', 'lifecycle', 'provider', 'timeouts'];

const inTreeVolume =
  /\.volume\.(aws_elastic_block_store|azure_disk|azure_file|ceph_fs|cinder|fc|flex_volume|flocker|gce_persistent_disk|git_repo|glusterfs|iscsi|local|photon_persistent_disk|quobyte|rbd|vsphere_volume)$/;

/** The provider that is used at apply (config/versions.ts) is newer than its bindings. */
const isNew = (path: string): boolean => /\.(init_)?container\.restart_policy$/.test(path);

/** What the table leaves out on purpose. */
const leftOut = (path: string): boolean =>
  inTreeVolume.test(path) || // their drivers have left Kubernetes, or a claim does it better
  path === 'kubernetes_horizontal_pod_autoscaler_v2.spec.target_cpu_utilization_percentage'; // autoscaling/v1 has it, v2 does not

function differences(fields: Fields, declared: readonly Argument[], path: string): readonly string[] {
  const names = declared.map(({ name }) => name);
  const unknown = Object.keys(fields).filter((name) => !names.includes(name) && !metaArguments.includes(name) && !isNew(`${path}.${name}`));
  return [
    ...unknown.map((name) => `${path}.${name} is in the table and not in the bindings`),
    ...declared.flatMap(({ name, type, inside }): readonly string[] => {
      const at = `${path}.${name}`;
      const field = fields[name];
      if (leftOut(at)) return field === undefined ? [] : [`${at} is in the table, although it is left out on purpose`];
      if (field === undefined) return [`${at} is in the bindings and not in the table`];
      if (!typesInKubernetes[type]?.includes(field.type)) return [`${at} is a ${type} and cannot be a ${field.type}`];
      return 'fields' in field ? differences(field.fields, inside, at) : [];
    }),
  ];
}

test.each(Object.keys(kinds))('%s has all that its bindings have', (resource) => {
  expect(differences(kinds[resource]?.fields ?? {}, argumentsOf(resource), resource)).toEqual([]);
});

test('all resources that this program uses are in the table', () => {
  expect(Object.keys(kinds).sort()).toEqual(
    [
      ...['namespace', 'resource_quota', 'limit_range', 'network_policy', 'priority_class', 'storage_class', 'service_account'],
      ...['role', 'role_binding', 'cluster_role', 'cluster_role_binding', 'config_map', 'secret', 'persistent_volume_claim'],
      ...['service', 'ingress', 'pod_disruption_budget', 'deployment', 'stateful_set', 'daemon_set', 'job', 'cron_job'],
    ]
      .map((name) => `kubernetes_${name}_v1`)
      .concat('kubernetes_horizontal_pod_autoscaler_v2')
      .sort(),
  );
});

describe('the comparison', () => {
  const declared: readonly Argument[] = [
    { name: 'name', type: 'string', inside: [] },
    { name: 'rule', type: 'block', inside: [{ name: 'host', type: 'string', inside: [] }] },
  ];

  test('agrees where all is there', () => {
    expect(differences({ name: text, rule: list({ host: text }) }, declared, 'x')).toEqual([]);
  });

  test('misses a block', () => {
    expect(differences({ name: text }, declared, 'x')).toEqual(['x.rule is in the bindings and not in the table']);
  });

  test('misses an argument inside a block', () => {
    expect(differences({ name: text, rule: object({}) }, declared, 'x')).toEqual(['x.rule.host is in the bindings and not in the table']);
  });

  test('sees a name that nothing has', () => {
    expect(differences({ ...each(text, 'name', 'nome'), rule: list({ host: text }) }, declared, 'x')).toEqual([
      'x.nome is in the table and not in the bindings',
    ]);
  });

  test('sees a block where there is none, and a value where there is a block', () => {
    expect(differences({ name: list({}), rule: number }, declared, 'x')).toEqual([
      'x.name is a string and cannot be a list',
      'x.rule is a block and cannot be a number',
    ]);
  });

  test('is made with what the bindings really have', () => {
    const paths = (inside: readonly Argument[], path: string): string[] =>
      inside.flatMap(({ name, type, inside: deeper }) => [`${path}${name}: ${type}`, ...paths(deeper, `${path}${name}.`)]);
    expect(paths(argumentsOf('kubernetes_deployment_v1'), '')).toEqual(
      expect.arrayContaining([
        'spec: block',
        'spec.template.spec.container.env.value_from.secret_key_ref.key: string',
        'spec.replicas: string',
      ]),
    );
  });
});
