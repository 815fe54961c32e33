/** With a registry of one's own, nothing is pulled from another one and every pod has its Secrets. */
import { loadEnvironments, type Environment } from '../../config';
import { environments } from '../../config/environments';
import { versions } from '../../config/versions';
import { imagesOf } from '../../scripts/images';
import { environmentNames, localEnvironment } from '../support/environments';
import { textAt } from '../support/invariants/blocks';
import { edited } from '../support/invariants/edited';
import { guards } from '../support/invariants/guards';
import { images as guard } from '../support/invariants/images';
import { podsOf } from '../support/invariants/pods';
import { synthesize, violations, withImages, type Synthesis } from '../support/invariants/synthesis';

const registry = 'registry.example:5000/mirror';
const images = { registry, pullSecrets: ['registry', 'services'] };
const changed = (name: string, changes: object = {}): (() => Environment) => {
  const input = { ...environments[name], images, ...changes };
  return () => loadEnvironments([name], { [name]: input })[0] as Environment;
};

const read = new Map<string, () => Environment>([
  ...environmentNames.map((name) => [name, changed(name)] as const),
  ['local, behind HAProxy, with images', changed('local', { ...withImages, loadBalancer: { engine: 'haproxy', tls: { enabled: true } } })],
  ['everything brought along', () => localEnvironment({ images })],
]);
const titles = [...read.keys()];
const cache = new Map<string, Synthesis>();
function synthesisOf(title: string): Synthesis {
  const synthesis = cache.get(title) ?? synthesize((read.get(title) as () => Environment)());
  cache.set(title, synthesis);
  return synthesis;
}
const imagesIn = ({ stacks }: Synthesis) =>
  stacks.flatMap((stack) => podsOf(stack).flatMap(({ containers }) => containers.map(({ body }) => textAt(body, 'image') ?? '')));

test.each(titles)('%s: every image is from the registry or named by the environment, every pod has the Secrets', (title) => {
  expect(violations(guard, synthesisOf(title))).toEqual([]);
  expect(imagesIn(synthesisOf(title)).length).toBeGreaterThan(10);
});

const backend = 'resource.kubernetes_deployment_v1.AppTier_Backend_Deployment.spec.template.spec';
const migration = 'resource.kubernetes_job_v1.AppTier_Migration_Job.spec.template.spec';
const database = 'resource.kubernetes_stateful_set_v1.Postgres_StatefulSet.spec.template.spec';

const sorted = (images: readonly string[]) => [...new Set(images)].sort();

test.each(titles)('%s: what `npm run images` lists is what is synthesized', (title) => {
  const { images: listed } = imagesOf(synthesisOf(title).environment);
  expect(listed.map(({ image }) => image)).toEqual(sorted(imagesIn(synthesisOf(title))));
});

test('an image that the list lacks is seen', () => {
  const other = edited(synthesisOf('local'), 'local-data', { [`${database}.init_container.0.image`]: 'postgres:16' });
  const listed = imagesOf(other.environment).images.map(({ image }) => image);
  expect(sorted(imagesIn(other)).filter((image) => !listed.includes(image))).toEqual(['postgres:16']);
});

test.each(titles)('%s: every other invariant holds as without a registry', (title) => {
  expect(Object.values(guards).flatMap((other) => violations(other, synthesisOf(title)))).toEqual([]);
});

test('no image of the program is left out', () => {
  const seen = new Set(titles.flatMap((title) => imagesIn(synthesisOf(title))));
  const without = (image: string) => image.replace(/^(docker\.io|quay\.io|registry\.k8s\.io)\//, '');
  const paths = Object.values(versions.images).map((image) => (image.includes('/') ? without(image) : `library/${image}`));
  expect(paths.filter((path) => !seen.has(`${registry}/${path}`))).toEqual([]);
  expect(new Set(paths).size).toBe(new Set(Object.values(versions.images)).size);
});

test.each([
  [
    'a public image',
    'local-app',
    { [`${backend}.container.0.image`]: 'nginx:1' },
    `kubernetes_deployment_v1.AppTier_Backend_Deployment: container backend: the image nginx:1 is not from ${registry}`,
  ],
  [
    'another registry that begins alike',
    'local-app',
    { [`${backend}.container.0.image`]: `${registry}s/nginx:1` },
    `kubernetes_deployment_v1.AppTier_Backend_Deployment: container backend: the image ${registry}s/nginx:1 is not from ${registry}`,
  ],
  [
    'an init container',
    'local-data',
    { [`${database}.init_container.0.image`]: 'postgres:16' },
    `kubernetes_stateful_set_v1.Postgres_StatefulSet: init container certificate: the image postgres:16 is not from ${registry}`,
  ],
  [
    'a Job without one of the Secrets',
    'local-app',
    { [`${migration}.image_pull_secrets`]: [{ name: 'registry' }] },
    'kubernetes_job_v1.AppTier_Migration_Job: does not name the Secret services, with which images are pulled',
  ],
])('%s is seen', (_, stack, edits, says) => {
  expect(violations(guard, edited(synthesisOf('local'), stack, edits))).toEqual([`${stack}: ${says}`]);
});
