import { ConfigError, loadEnvironments } from '../../config';
import { environments } from '../../config/environments';
import { copyIn, fullImage, imagesField, imagesOf } from '../../config/images';
import { versions } from '../../config/versions';

const load = (images: object, changes: object = {}) =>
  loadEnvironments(['local'], { local: { ...environments['local'], ...changes, images } })[0];
const problem = (images: object): string => {
  try {
    load(images);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

const digest = `sha256:${'0'.repeat(64)}`;
test.each([
  ['nginx:1.30', 'docker.io/library/nginx:1.30', 'r.example/library/nginx:1.30'],
  ['prom/prometheus:v3', 'docker.io/prom/prometheus:v3', 'r.example/prom/prometheus:v3'],
  ['docker.io/library/nginx:1.30', 'docker.io/library/nginx:1.30', 'r.example/library/nginx:1.30'],
  ['quay.io/prometheus/node-exporter:v1', 'quay.io/prometheus/node-exporter:v1', 'r.example/prometheus/node-exporter:v1'],
  ['localhost/a:1', 'localhost/a:1', 'r.example/a:1'],
  ['a:5000/b/c:1', 'a:5000/b/c:1', 'r.example/b/c:1'],
  [`nginx@${digest}`, `docker.io/library/nginx@${digest}`, `r.example/library/nginx@${digest}`],
  [`nginx:1@${digest}`, `docker.io/library/nginx:1@${digest}`, `r.example/library/nginx:1@${digest}`],
])('%s is %s, and %s in a registry of one’s own', (image, full, copy) => {
  expect(fullImage(image)).toBe(full);
  expect(copyIn('r.example', image)).toBe(copy);
});

test('without a registry, the images are the public ones as they are written', () => {
  expect(imagesOf(imagesField.parse({}))).toEqual({ registry: null, pullSecrets: [], programs: versions.images });
});

test.each(['registry.example', 'registry.example:5000', 'localhost', 'localhost/a', '10.0.0.1:5000/a/b', 'registry.example/a_b/c--d/e.f'])(
  '%s is a registry',
  (registry) => {
    expect(imagesField.parse({ registry }).registry).toBe(registry);
  },
);

test.each([
  'https://registry.example',
  'docker://registry.example',
  'registry.example/',
  'registry.example/A',
  'Registry.example',
  'mirror',
  'mirror/a',
  'registry.example:0/a',
  'registry.example/a:1',
  'registry.example//a',
  '-a.example',
  'registry.example a',
  '',
])('%j is no registry: one line with path and fix', (registry) => {
  const line = problem({ registry });
  expect(line).toMatch(/images\.registry: must be a registry as host\[:port\]\[\/prefix\].*such as "registry\.example\/mirror"; got /);
  expect(line.split('\n')).toHaveLength(1);
});

test.each([
  [{ registry: `registry.example/${'a'.repeat(128)}` }, 'images.registry: must have 128 characters at most'],
  [{ pullSecrets: ['A'] }, 'images.pullSecrets.0: must be lower-case letters'],
  [{ pullSecrets: ['a', 'a'] }, 'images.pullSecrets: must name each Secret once'],
  [{ pullSecrets: Array.from({ length: 11 }, (_, index) => `a${index}`) }, 'images.pullSecrets: must have 10 entries at most'],
  [{ registri: 'registry.example' }, 'images.registri: unknown field; did you mean registry?'],
])('%j: %s', (images, says) => {
  const line = problem(images);
  expect(line).toContain(says);
  expect(line.split('\n')).toHaveLength(1);
});

test('what an environment names itself stays as it is written, even where the program’s own image has that name', () => {
  const own = { backend: { image: 'nginx:1.28.0-alpine' } };
  const environment = load({ registry: 'registry.example' }, { services: own });
  expect(environment?.services.map(({ image }) => image).slice(0, 2)).toEqual([
    'nginx:1.28.0-alpine',
    `registry.example/library/${versions.images.standIn}`,
  ]);
});
