/** All that a synth writes for an environment, and the environments the invariants are held against. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadEnvironments, type Environment } from '../../../config';
import { environments } from '../../../config/environments';
import type { ServicesInput } from '../../../config/services';
import { synthesizedIn } from '../../../scripts/synthesized';
import { buildEnvironment } from '../../../stacks/environment';
import { environmentNames, localEnvironment, sharedSynthesis, type StackJson, type SynthesizedStack } from '../environments';

export interface Synthesis {
  readonly environment: Environment;
  readonly stacks: readonly SynthesizedStack[];
  /** Names of the stacks that must be applied before, as the manifest has them. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** Text of every file, by its path below the directory. */
  readonly files: Readonly<Record<string, string>>;
}

/** What is wrong in a stack, one line each: an address and why. The rest of the synthesis is there for what crosses states. */
export type Guard = (stack: SynthesizedStack, synthesis: Synthesis) => readonly string[];

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string; readonly dependencies: readonly string[] }>>;
}

export const synthesize = (environment: Environment): Synthesis =>
  synthesizedIn(
    (app) => buildEnvironment(app, environment),
    (outdir) => ({ environment, ...read(outdir) }),
  );

function read(outdir: string): Omit<Synthesis, 'environment'> {
  const files = filesBelow(outdir);
  const { stacks } = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  const entries = Object.entries(stacks);
  return {
    files,
    dependencies: Object.fromEntries(entries.map(([name, { dependencies }]) => [name, dependencies])),
    stacks: entries.map(([name, { synthesizedStackPath }]) => {
      const text = files[synthesizedStackPath] ?? '';
      return { name, text, json: JSON.parse(text) as StackJson };
    }),
  };
}

/** Text of every file below a directory, by its path in it. */
export const filesBelow = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(directory, file), readFileSync(file, 'utf8')]),
  );

/** Changes to a larger sizing, for which every service needs an image. */
export const withImages = {
  sizing: 'minimum',
  services: Object.fromEntries(['backend', 'admin', 'portal'].map((name) => [name, { image: `registry.example/${name}:1.0.0` }])),
};

/** Certificates that clients check, and a balancer with an address of the cloud's. */
const withCertificates = {
  postgres: { engine: 'patroni', certificate: { secret: 'postgres-tls', certificateAuthority: { configMap: 'ca' } } },
  redis: { engine: 'redis-cluster', tls: { enabled: true, secret: 'redis-tls', certificateAuthority: { configMap: 'ca' } } },
  objectStorage: { engine: 'versitygw', tls: { enabled: true, secret: 'object-storage-tls' } },
  loadBalancer: { engine: 'haproxy', tls: { enabled: true, secret: 'load-balancer-tls' } },
};

const withIngress = {
  loadBalancer: { engine: 'ingress', controller: 'traefik', className: 'traefik', location: { cidrs: ['192.0.2.0/24'] } },
};

/** An environment of this program, with changes. */
const changed = (name: string, changes: object) => loadEnvironments([name], { [name]: { ...environments[name], ...changes } })[0];

/** What a stranger adds to an environment, in its file alone. */
export const withMoreServices = {
  indexer: {
    kind: 'worker',
    image: 'registry.example/indexer:1.0.0',
    stores: ['postgres', 'redis'],
    egress: [{ cidrs: ['10.0.0.0/8'], ports: [9200], why: 'what it writes to the search cluster' }],
  },
  docs: { image: 'registry.example/docs:1.0.0' },
} as const satisfies ServicesInput;

const servicesOf = (name: string): object => environments[name]?.services ?? {};

const variants: readonly (readonly [title: string, read: () => Environment | undefined])[] = [
  ...environmentNames.map((name) => [name, () => loadEnvironments([name])[0]] as const),
  ...['local', 'production'].map(
    (name) => [`${name}, with more services`, () => changed(name, { services: { ...servicesOf(name), ...withMoreServices } })] as const,
  ),
  ['local, protected', () => changed('local', { deletionProtection: true })],
  ['local, sized minimum, with images', () => changed('local', withImages)],
  ['local, protected, with certificates', () => changed('local', { ...withCertificates, deletionProtection: true })],
  ['local, behind the Ingress controller of the cluster', () => changed('local', withIngress)],
  ['everything brought along', () => localEnvironment()],
  ['everything brought along, protected', () => localEnvironment({ deletionProtection: true })],
];

const cache = new Map<string, Synthesis>();

/** Synthesized once for all test files, and read once for each. */
export function synthesisOf(title: string): Synthesis {
  const environment = variants.find(([known]) => known === title)?.[1]();
  if (environment === undefined) throw new Error(`no environment ${title}`);
  const synthesis = cache.get(title) ?? { environment, ...read(sharedSynthesis(title, environment)) };
  cache.set(title, synthesis);
  return synthesis;
}

/** What the invariants are held against. */
export const titles = variants.map(([title]) => title);

/** All that a guard says of a synthesis. */
export const violations = (guard: Guard, synthesis: Synthesis): readonly string[] =>
  synthesis.stacks.flatMap((stack) => guard(stack, synthesis).map((violation) => `${stack.name}: ${violation}`));
