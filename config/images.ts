/** Where images come from: the public registries, or your own that holds copies of them. */
import { z } from 'zod';
import { nameField } from './fields/values';
import { versions } from './versions';

/** A registry, with the path of its copies; its host has a dot, a port or is `localhost`: any other is a name at Docker Hub. */
const registry =
  /^(?=[^/]*[.:]|localhost(\/|$))[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:[1-9]\d{0,4})?(\/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)*$/;

/** An image's name has 255 characters at most; the longest of this program's need less than half of them. */
const REGISTRY_LENGTH = 128;

/** A registry that holds copies. */
export const registryField = z
  .string()
  .max(REGISTRY_LENGTH, `must have ${REGISTRY_LENGTH} characters at most: the names of the images follow it`)
  .regex(
    registry,
    'must be a registry as host[:port][/prefix] in lower case, without scheme and slash at its end, such as "registry.example/mirror"',
  );

/** Images of an environment. */
export const imagesField = z
  .strictObject({
    registry: registryField
      .nullable()
      .default(null)
      .describe(
        'Registry with copies of every image that this program chooses, as host[:port][/prefix]; null: the public ones. `quay.io/prometheus/node-exporter:v1` is `<registry>/prometheus/node-exporter:v1` there, and `nginx:1`, which is `docker.io/library/nginx:1` in full, `<registry>/library/nginx:1`; tags and digests stay. `npm run images` lists them and copies them. An image that you name yourself, of a service or a store, is never rewritten: write its registry with it. Changing it rolls all pods.',
      ),
    pullSecrets: z
      .array(nameField)
      .max(10)
      .refine((names) => new Set(names).size === names.length, 'must name each Secret once')
      .default([])
      .describe(
        'Names of Secrets of type `kubernetes.io/dockerconfigjson` with which the nodes log in to registries. Every pod names all of them, those with your own images too. They have to be in the namespace and, for the node exporter, in `<namespace>-nodes`. Changing it rolls all pods and runs the Jobs once more. Terraform’s provider leaves the last ones in the pods when the list is emptied.',
      ),
  })
  .prefault({})
  .describe('Where the images of all pods come from.');

/** An image that this program chooses. */
export type ProgramImage = keyof typeof versions.images;

/** The images of an environment, with nothing left open. */
export interface Images {
  /** Registry with copies; null: the public ones. */
  readonly registry: string | null;
  /** Names of the Secrets that every pod names. */
  readonly pullSecrets: readonly string[];
  /** What each program's pods run, from the registry. */
  readonly programs: Readonly<Record<ProgramImage, string>>;
}

/** The name in full: what names no host is at Docker Hub, and what names no owner there is in its `library`. */
export function fullImage(image: string): string {
  const parts = image.split('/');
  const [host = ''] = parts;
  if (parts.length > 1 && (/[.:]/.test(host) || host === 'localhost')) return image;
  return parts.length > 1 ? `docker.io/${image}` : `docker.io/library/${image}`;
}

/** Its copy in a registry: everything but the host of the public one. */
export const copyIn = (own: string, image: string): string => `${own}/${fullImage(image).split('/').slice(1).join('/')}`;

/** The public image, in full, of one that pods run; null: the configuration names it itself. */
export function publicImage({ programs }: Images, image: string): string | null {
  const [name] = Object.entries(programs).find(([, one]) => one === image) ?? [];
  return name === undefined ? null : fullImage(versions.images[name as ProgramImage]);
}

/** What an environment's pods run. */
export const imagesOf = ({ registry: own, pullSecrets }: z.output<typeof imagesField>): Images => ({
  registry: own,
  pullSecrets,
  programs:
    own === null
      ? versions.images
      : (Object.fromEntries(Object.entries(versions.images).map(([name, image]) => [name, copyIn(own, image)])) as Images['programs']),
});
