import { cidrField, hostField, imageField, nameField, pathField, portField, variableField } from '../../../config/fields/values';

describe.each([
  ['a name', nameField, ['a', 'openrouter', 'a-b', 'x'.repeat(63)], ['', '-a', 'a-', 'A', 'a_b', 'a.b', 'x'.repeat(64), 7]],
  [
    'a host',
    hostField,
    ['a', 'api.openrouter.ai', 'a-b.c'],
    ['', 'A.example', 'a..b', '.a', 'a.', 'http://a', 'a:80', 'x'.repeat(254), null],
  ],
  ['a port', portField, [1, 5432, 65535], [0, 65536, 1.5, -1, '80', NaN]],
  [
    'a range',
    cidrField,
    ['0.0.0.0/0', '10.0.0.0/8', '255.255.255.255/32'],
    ['10.0.0.0', '10.0.0/8', '10.0.0.0/33', '256.0.0.0/8', '::/0', '10.0.0.0/08'],
  ],
  [
    'an image',
    imageField,
    ['nginx:1.28.0', 'registry.example:5000/a/b:1', `nginx@sha256:${'a'.repeat(64)}`, `nginx:1@sha256:${'a'.repeat(64)}`],
    ['nginx', 'nginx:latest', 'registry.example:5000/a', `nginx:latest@sha256:${'a'.repeat(64)}`, 'nginx:', 'a b:1', 'nginx@sha256:abc'],
  ],
  ['a path', pathField, ['/', '/health', '/a/b-c.d'], ['', 'health', '/a b', '/a?b']],
  ['a variable', variableField, ['A', 'LOG_LEVEL', 'A1'], ['', 'a', '1A', 'A-B']],
] as const)('%s', (_, field, good, bad) => {
  test.each([...good])('may be %j', (value) => {
    expect(field.safeParse(value).success).toBe(true);
  });
  test.each([...bad])('must not be %j', (value) => {
    expect(field.safeParse(value).success).toBe(false);
  });
});
