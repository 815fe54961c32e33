/** Where the images of an environment come from: its registry, if it names one, but for those that it names itself. */
import type { Environment } from '../../../config';
import { blocksAt, textAt } from './blocks';
import { podsOf } from './pods';
import type { Guard } from './synthesis';

/** Images that the configuration names in full. */
export const namedImages = ({ services }: Pick<Environment, 'services'>): readonly string[] =>
  services.flatMap(({ image, standIn }) => (standIn ? [] : [image]));

export const images: Guard = (stack, { environment }) => {
  const { registry, pullSecrets } = environment.surroundings.images;
  const named = namedImages(environment);
  return podsOf(stack).flatMap((pod) => {
    const used = blocksAt(pod.spec, 'image_pull_secrets').flatMap((secret) => textAt(secret, 'name') ?? []);
    const problems = [
      ...pod.containers.flatMap(({ called, body }) => {
        const image = textAt(body, 'image') ?? '';
        const fine = registry === null || named.includes(image) || image.startsWith(`${registry}/`);
        return fine ? [] : [`${called}: the image ${image} is not from ${registry}`];
      }),
      ...pullSecrets.filter((name) => !used.includes(name)).map((name) => `does not name the Secret ${name}, with which images are pulled`),
    ];
    return problems.map((problem) => `${pod.address}: ${problem}`);
  });
};
