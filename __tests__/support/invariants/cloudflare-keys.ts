/**
 * Names of arguments of Cloudflare's resources. Nested ones are attributes and no blocks, of which Terraform drops what it does not know
 * without a word, so a misspelt name in an override does nothing. What is known is read from the bindings' own mappers, which write the names.
 */
import { readFileSync } from 'node:fs';
import { resourcesOf } from '../environments';
import type { Guard } from './synthesis';

/** What may stand somewhere: names and what is below each; `any`: a map of anything. */
export type Names = ReadonlyMap<string, Names> | 'any';

const bindings = (type: string): string => `@cdktf/provider-cloudflare/lib/${type.replace(/^cloudflare_/, '').replaceAll('_', '-')}`;

/** `name: expression,` of every line of an object that a mapper returns. */
const entries = (object: string): readonly (readonly [name: string, expression: string])[] =>
  [...object.matchAll(/^\s+(\w+): (.+),$/gm)].map(([, name = '', expression = '']) => [name, expression]);

/** The arguments of a resource, as its bindings write them. */
export function namesOf(type: string): Names {
  const text = readFileSync(require.resolve(bindings(type)), 'utf8');
  const mappers = new Map(
    [...text.matchAll(/^function (\w+ToTerraform)\(struct\) \{[\s\S]*?^ {4}return \{\n([\s\S]*?)^ {4}\};/gm)].map(
      ([, name = '', object = '']) => [name, object],
    ),
  );
  const [, root] = /^ {4}synthesizeAttributes\(\) \{\n {8}return \{\n([\s\S]*?)^ {8}\};/m.exec(text) ?? [];
  if (root === undefined) throw new Error(`the bindings of ${type} are written in another way`);
  const below = (object: string): Names =>
    new Map(
      entries(object).map(([name, expression]): readonly [string, Names] => {
        const mapper = /(?<!cdktf\.)\b\w+ToTerraform\b/.exec(expression)?.[0];
        if (expression.startsWith('cdktf.hashMapper')) return [name, 'any'];
        return [name, below((mapper === undefined ? undefined : mappers.get(mapper)) ?? '')];
      }),
    );
  return below(root);
}

const DOCS = 'https://registry.terraform.io/providers/cloudflare/cloudflare/5.22.0/docs/resources';

/** What is newer than the bindings, or what they do not type: by type and path, with the page that has it. */
export const newer: Readonly<Record<string, string>> = {
  'cloudflare_ruleset.rules.action_parameters.response_body_buffering': `${DOCS}/ruleset#response_body_buffering-1`,
  'cloudflare_ruleset.rules.action_parameters.request_body_buffering': `${DOCS}/ruleset#request_body_buffering-1`,
  ...Object.fromEntries(
    ['enabled', 'max_age', 'include_subdomains', 'preload', 'nosniff'].map((name) => [
      `cloudflare_zone_setting.value.strict_transport_security.${name}`,
      `${DOCS}/zone_setting`,
    ]),
  ),
  'cloudflare_zone_setting.value.strict_transport_security': `${DOCS}/zone_setting`,
};

/** Arguments of Terraform itself. */
const META = ['depends_on', 'lifecycle', 'provider', 'count', 'for_each', '//'];

/** What stands in a map of anything is typed by nobody, so each name in it has to be listed. */
function unknownIn(value: unknown, names: Names, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => unknownIn(one, names, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${path}.${name}`;
    const known = names === 'any' ? undefined : names.get(name);
    return known === undefined && newer[at] === undefined ? [at] : unknownIn(inner, known ?? new Map(), at);
  });
}

const cache = new Map<string, Names>();

export const cloudflareKeys: Guard = (stack) =>
  resourcesOf(stack)
    .filter(({ type }) => type.startsWith('cloudflare_'))
    .flatMap(({ type, address, body }) => {
      const names = cache.get(type) ?? namesOf(type);
      cache.set(type, names);
      const own = Object.fromEntries(Object.entries(body).filter(([name]) => !META.includes(name)));
      return unknownIn(own, names, type).map((path) => `${address}: ${path} is no argument that the provider knows`);
    });
