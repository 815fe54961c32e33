/**
 * `npm run images -- <environment>…` lists the images that the environments' pods run, read from what is synthesized. `--json` prints them with
 * the workloads; `--copy-to <registry>` prints a shell script that copies those of this program to a registry of your own with skopeo.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, copyIn, loadEnvironments, publicImage, registryField, type Environment } from '../config';
import { buildEnvironment } from '../stacks/environment';
import { columns } from './columns';
import { synthesizedStacks } from './stack-order';
import { synthesizedIn } from './synthesized';

const USAGE = 'usage: npm run images -- <environment>… [--json | --copy-to <registry>]';
const HELP = `${USAGE}

Lists every image that the pods of the environments run. Its column \`whose\` says who chooses it:
this program, or you.

  --json                 the same as JSON, with the workloads and the public name of each
  --copy-to <registry>   a shell script that copies the program's images with skopeo to
                         host[:port][/prefix]; set \`images.registry\` to the same afterwards
  --help                 this text`;

/** One image of an environment. */
export interface ListedImage {
  /** As pods name it. */
  readonly image: string;
  /** The public one of this program, in full; null: the configuration names the image. */
  readonly public: string | null;
  /** What runs it, as `<stack>: <type>/<name>`. */
  readonly workloads: readonly string[];
}

/** The images of an environment. */
export interface EnvironmentImages {
  readonly environment: string;
  readonly images: readonly ListedImage[];
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Images of the containers anywhere below a resource: their blocks are lists, or a single one. */
function imagesBelow(node: unknown): readonly string[] {
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const containers = /^(init_)?container$/.test(key) ? [value].flat() : [];
    const own = containers.flatMap((one) => (isObject(one) && typeof one['image'] === 'string' ? [one['image']] : []));
    return [...own, ...imagesBelow(value)];
  });
}

interface StackFile {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** `deployment/backend` */
function workload(type: string, { metadata }: Json): string {
  const name = [metadata].flat().find(isObject)?.['name'];
  return `${type.replace(/^kubernetes_|_v\d+\w*$/g, '')}/${String(name)}`;
}

/** The images of an environment, by name. */
export function imagesOf(environment: Environment): EnvironmentImages {
  const found = new Map<string, Set<string>>();
  synthesizedIn(
    (app) => buildEnvironment(app, environment),
    (outdir) => {
      for (const { name, file } of synthesizedStacks(outdir)) {
        const { resource = {} } = JSON.parse(readFileSync(file, 'utf8')) as StackFile;
        for (const [type, ofType] of Object.entries(resource)) {
          for (const body of Object.values(ofType)) {
            for (const image of imagesBelow(body))
              found.set(image, (found.get(image) ?? new Set()).add(`${name}: ${workload(type, body)}`));
          }
        }
      }
    },
  );
  const images = [...found].map(([image, workloads]) => ({
    image,
    public: publicImage(environment.surroundings.images, image),
    workloads: [...workloads],
  }));
  return { environment: environment.name, images: images.sort((one, other) => (one.image < other.image ? -1 : 1)) };
}

/** Whose they are, and how many workloads run them. The image is last: it is never cut. */
const table = ({ environment, images }: EnvironmentImages): string => {
  const rows = images.map((one) => [one.public === null ? 'yours' : 'program', String(one.workloads.length), one.image]);
  return `${environment}:\n${columns([['whose', 'workloads', 'image'], ...rows], [1])}`;
};

/** Each image once, in the order of the names. */
export function copyScript(lists: readonly EnvironmentImages[], registry: string): string {
  const all = lists.flatMap(({ images }) => images);
  const unique = (names: readonly string[]) => [...new Set(names)].sort();
  const named = unique(all.filter((one) => one.public === null).map(({ image }) => image));
  const copies = unique(all.flatMap((one) => one.public ?? [])).map(
    (image) => `skopeo copy --all \\\n  docker://${image} \\\n  docker://${copyIn(registry, image)}`,
  );
  const note = named.length === 0 ? [] : ['# Not copied, because the configuration names them:', ...named.map((image) => `#   ${image}`)];
  return [readFileSync(path.join(__dirname, 'images/copy-images.sh'), 'utf8').trimEnd(), ...note, ...copies].join('\n');
}

/** @throws ConfigError for what the caller got wrong. */
export function imagesCommand(args: readonly string[]): string {
  const { values, positionals } = parsed(args);
  if (values.help === true) return HELP;
  const to = values['copy-to'];
  if (positionals.length === 0 || (values.json === true && to !== undefined)) throw new ConfigError(USAGE);
  const registry = registryField.optional().safeParse(to);
  if (!registry.success) throw new ConfigError(`--copy-to: ${registry.error.issues[0]?.message ?? 'is no registry'}`);
  const lists = loadEnvironments(positionals).map(imagesOf);
  if (registry.data !== undefined) return copyScript(lists, registry.data);
  return values.json === true ? JSON.stringify(lists, null, 2) : lists.map(table).join('\n\n');
}

function parsed(args: readonly string[]) {
  const options = { json: { type: 'boolean' }, 'copy-to': { type: 'string' }, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    if (!isObject(error) || !String(error['code']).startsWith('ERR_PARSE_ARGS_')) throw error;
    throw new ConfigError(`${String(error['message']).split(/[.\n]/)[0] ?? ''}; ${USAGE}`);
  }
}

if (require.main === module) {
  try {
    console.log(imagesCommand(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
