import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { toYaml } from '../../../scripts/manifests/to-yaml';

const metadata = { name: 'one' };
const configMap = (data: Record<string, string>) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
const read = (yaml: string, version: '1.1' | '1.2') =>
  parseAllDocuments(yaml, { version }).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as unknown;
  });

test('one document an object', () => {
  expect(toYaml([configMap({ a: 'b' }), { apiVersion: 'v1', kind: 'Namespace', metadata }])).toBe(
    `---
apiVersion: v1
kind: ConfigMap
metadata:
  name: one
data:
  a: b
---
apiVersion: v1
kind: Namespace
metadata:
  name: one
`,
  );
});

test('a text of several lines is a block, as it is read', () => {
  expect(toYaml([configMap({ 'nginx.conf': `events {}\n\nhttp {\n  ${'# long '.repeat(30)}\n}\n` })])).toContain(
    `  nginx.conf: |\n    events {}\n\n    http {\n      ${'# long '.repeat(30)}\n    }\n`,
  );
});

test('a long line stays one line', () => {
  const text = 'word '.repeat(100).trim();
  expect(toYaml([configMap({ key: text })])).toContain(`  key: ${text}\n`);
});

test('what is the same twice is written twice', () => {
  const labels = { app: 'one' };
  expect(toYaml([{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'one', labels }, spec: { selector: labels } }])).not.toMatch(
    /[&*]/,
  );
});

const texts = ['yes', 'on', 'N', 'true', 'null', '~', '', '0644', '0o17', '0O17', '0x1F', '1e3', '.5', '1_000', '12:30', '2001-01-01'];
const more = [
  '<<',
  '=',
  '- a',
  'a: b',
  '#x',
  ' lead',
  'trail ',
  '\t',
  'a\r\nb',
  '{a}',
  '*a',
  '%a',
  '.nan',
  '-',
  '\n',
  '\nx',
  'x\n ',
  'a\n---\nb',
  ' \n',
  '\t\na',
  'a\n \nb',
  'a\n\u0001',
];
const signs = ['a\u2028b', 'a\u0085\nb', '\ufeffx', '\u0001'];

describe.each(['1.1', '1.2'] as const)('a reader of YAML %s', (version) => {
  test.each([...texts, ...more, ...signs])('reads %j as that text, as a value and as a key', (text) => {
    const object = configMap({ [text]: text, key: text });
    expect(read(toYaml([object]), version)).toEqual([object]);
  });

  test('reads any text as that text', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+.:_0-9a-fxoTZ \n]{0,8}$/));
    const object = text.map((value) => configMap({ key: value }));
    fc.assert(
      fc.property(object, (one) => expect(read(toYaml([one]), version)).toEqual([one])),
      { numRuns: 200 },
    );
  });
});

test.each(['yes', '0O17', '12:30', 'Off'])('%s stands in quotes', (text) => {
  expect(toYaml([configMap({ key: text })])).toContain(`key: "${text}"`);
});
