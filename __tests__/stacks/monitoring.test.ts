/** Monitoring of every environment: what is asked may be asked, and what is watched is there. */
import { parse } from 'yaml';
import { componentOf, loadEnvironments, type Environment } from '../../config';
import { synthesize } from '../support/invariants/synthesis';

interface Job {
  readonly job_name: string;
  readonly relabel_configs: readonly {
    readonly regex?: string;
    readonly action?: string;
    readonly target_label?: string;
    readonly replacement?: string;
  }[];
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
}

type ConfigMaps = Record<string, { readonly metadata: { readonly name: string }; readonly data: Readonly<Record<string, string>> }>;

const environments = loadEnvironments([]).map((environment) => [environment.name, environment] as const);

function read(environment: Environment) {
  const { stacks } = synthesize(environment);
  const stack = stacks.find(({ name }) => name === `${environment.name}-monitoring`);
  const maps = Object.values((stack?.json.resource?.['kubernetes_config_map_v1'] ?? {}) as unknown as ConfigMaps);
  const text = (name: string, key: string) => maps.find(({ metadata }) => metadata.name === name)?.data[key] ?? '';
  const { scrape_configs: jobs } = parse(text('prometheus', 'prometheus.yml')) as { readonly scrape_configs: readonly Job[] };
  const rules = maps.find(({ metadata }) => metadata.name === 'prometheus-rules')?.data ?? {};
  return { jobs, rules, maps };
}

describe.each(environments)('%s', (_, environment) => {
  const { jobs, rules, maps } = read(environment);
  const allowed = environment.flows;
  const asked = jobs.flatMap(({ job_name: job, relabel_configs: relabeling }) => {
    const [component, port] = relabeling.find(({ action }) => action === 'keep')?.regex?.split(';') ?? [];
    // The members of Redis are asked by their exporter.
    return component === undefined || job === 'redis' ? [] : [{ component, port }];
  });

  test('Prometheus may reach every port that it asks, and asks every port that it may reach', () => {
    // What is there without this program is asked in other ways.
    const elsewhere: readonly string[] = ['apiServer', 'dns', 'internet', 'kubelet', 'podIdentity'];
    const own = allowed
      .filter(({ from, to }) => from === 'prometheus' && !elsewhere.includes(to))
      .map(({ to, port }) => ({ component: to, port }));
    const text = (all: readonly object[]) => all.map((each) => JSON.stringify(each)).sort();
    expect(text(asked)).toEqual(text(own));
  });

  test('exporters that are asked on behalf of others are reached too', () => {
    const addresses = jobs.flatMap(({ relabel_configs: relabeling }) =>
      relabeling.filter(({ target_label: label }) => label === '__address__'),
    );
    expect(addresses.length).toBeGreaterThan(0);
    for (const { replacement = '' } of addresses) {
      const [name, port] = [replacement.split('.')[0], Number(replacement.split(':').at(-1))];
      expect(
        allowed.some(
          ({ from, to, port: portName }) =>
            from === 'prometheus' &&
            to === name &&
            componentOf(environment.components, to).ports[portName]?.some((number) => number.port === port),
        ),
      ).toBe(true);
    }
  });

  test('has rules of every box, and each rule file is of a component', () => {
    expect(Object.keys(rules)).toEqual(
      expect.arrayContaining([
        'app-tier.yml',
        'kubernetes.yml',
        'monitoring.yml',
        'nodes.yml',
        'object-storage.yml',
        'postgres.yml',
        'redis.yml',
      ]),
    );
  });

  test('what Terraform has to fill in is not escaped as if it were text', () => {
    // Prometheus fills in its own variables.
    const escaped = JSON.stringify(maps).match(/[$%]{2}\{[^}]*\}/g) ?? [];
    expect(escaped.filter((each) => /\{(data|local|var|[a-z]+_[a-z_]+)\./.test(each))).toEqual([]);
  });

  test('every object has room for what is in it', () => {
    // The API server takes a mebibyte: https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object
    for (const { data } of maps) expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(900_000);
  });
});
