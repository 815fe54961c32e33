/** The table of manifests against the API server's own description of its objects, and their YAML as kubectl reads it. */
import { as, boolean, kubernetesName, list, map, number, object, text, type Fields } from '../../scripts/manifests/fields';
import { kinds } from '../../scripts/manifests/kinds';
import { toYaml } from '../../scripts/manifests/to-yaml';
import { controlPlanePrograms, startControlPlane, type ControlPlane } from '../support/control-plane';
import { describeLive } from '../support/live';

jest.setTimeout(180_000);

/** The part of the API server's OpenAPI document that says what an object has. https://kubernetes.io/docs/concepts/overview/kubernetes-api/ */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

interface OpenApi {
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** What a schema is, in the words of the table. */
function typeOf(schema: Schema, resolve: (schema: Schema) => Schema): string {
  const inner = schema.items ?? schema.additionalProperties;
  const element = inner === undefined ? undefined : resolve(inner).type;
  if (schema.type === 'array') return { string: 'texts', integer: 'numbers' }[element ?? ''] ?? 'list';
  if (schema.type === 'object') return schema.properties ? 'object' : element === 'string' ? 'map' : 'object';
  if (schema.format === 'int-or-string') return 'number or text';
  return { string: 'text', integer: 'number', boolean: 'boolean' }[schema.type ?? ''] ?? 'object';
}

/** Where the table writes something that the API server does not have, or of another type. */
function differences(fields: Fields, schema: Schema, { definitions }: OpenApi, path: string): readonly string[] {
  const resolve = (one: Schema): Schema => (one.$ref === undefined ? one : resolve(definitions[one.$ref.split('/').at(-1) ?? ''] ?? {}));
  return Object.entries(fields).flatMap(([name, field]): readonly string[] => {
    if (field.type === "Terraform's own" || field.type === 'secret') return [];
    const at = `${path}.${kubernetesName(name, field)}`;
    const property = resolve(schema).properties?.[kubernetesName(name, field)];
    if (property === undefined) return [`${at} does not exist`];
    const resolved = resolve(property);
    const [written, expected] = [field.type === 'file mode' ? 'number' : field.type, typeOf(resolved, resolve)];
    if (written !== expected) return [`${at} is ${expected} and not ${written}`];
    return 'fields' in field ? differences(field.fields, resolved.items ?? resolved, { definitions }, at) : [];
  });
}

function definitionOf(apiVersion: string, kind: string, { definitions }: OpenApi): Schema {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const found = Object.values(definitions).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some((one) => one.group === group && one.version === version && one.kind === kind),
  );
  if (found === undefined) throw new Error(`the API server has no ${apiVersion} ${kind}`);
  return found;
}

describeLive('the API server', controlPlanePrograms, (programs) => {
  let cluster: ControlPlane;
  let openApi: OpenApi;

  beforeAll(async () => {
    cluster = await startControlPlane(programs);
    openApi = await cluster.api.call<OpenApi>('GET', '/openapi/v2');
  });
  afterAll(() => cluster?.stop());

  test.each(Object.values(kinds).map(({ apiVersion, kind, fields }) => [kind, apiVersion, fields] as const))(
    'has every name and type that the table writes: %s',
    (kind, apiVersion, fields) => {
      expect(differences(fields, definitionOf(apiVersion, kind, openApi), openApi, kind)).toEqual([]);
    },
  );

  test('does not have what is misspelt, and nothing of another type', () => {
    const wrong: Fields = {
      metadata: object({ name: number, labels: list({}) }),
      spec: object({ port: list({ name: text }), cluster_ip: text, selector: map, external_ips: as('externalIPs', boolean) }),
    };
    expect(differences(wrong, definitionOf('v1', 'Service', openApi), openApi, 'Service')).toEqual([
      'Service.metadata.name is text and not number',
      'Service.metadata.labels is map and not list',
      'Service.spec.port does not exist',
      'Service.spec.clusterIp does not exist',
      'Service.spec.externalIPs is texts and not boolean',
    ]);
  });

  test('gets every text from kubectl as it is in the manifest', async () => {
    const words = [
      'yes',
      'on',
      'N',
      'true',
      'null',
      '~',
      '',
      '0644',
      '0o17',
      '0O17',
      '0x1F',
      '1e3',
      '1_000',
      '12:30',
      '2001-01-01',
      '<<',
      'e0',
    ];
    const lines = ['a\nb', 'a\n\nb\n', 'a\r\nb', '\n', '\nx', 'x\n ', 'a\n---\nb', 'a:\n  - "b"\n', `${'long '.repeat(60)}\nline\n`];
    const signs = [
      '- a',
      'a: b',
      '#x',
      ' lead',
      'trail ',
      '\ttab',
      '{a}',
      '*a',
      '%a',
      '"',
      "it's",
      'a\u2028b',
      'a\u0085b',
      '\ufeffx',
      '\u0001',
      '😀',
    ];
    const data = Object.fromEntries([
      ...[...words, ...lines, ...signs].map((value, index) => [`key-${index}`, value] as const),
      ...['on', 'y', '1', '0644', '1e3', 'null', '1.5', '-d', '.d', '_x'].map((key) => [key, key] as const),
    ]);
    const yaml = toYaml([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'texts', namespace: 'default' }, data }]);
    const created = JSON.parse(await cluster.kubectl(['create', '--output=json', '--filename=-'], yaml)) as { readonly data: unknown };
    expect(created.data).toEqual(data);
  });
});
