/** Environments synthesized as `main.ts` does it, with backends and hand-over between states: `Testing.synth` leaves both out. */
import { readFileSync } from 'node:fs';
import type { App } from 'cdktf';
import { loadEnvironments, type Environment, type EnvironmentInput } from '../../config';
import { environments } from '../../config/environments';
import { synthesizedStacks } from '../../scripts/stack-order';
import { synthesizedIn, synthesizeTo } from '../../scripts/synthesized';
import { buildEnvironment } from '../../stacks/environment';
import { writtenOnce } from './run/directory';

/** The Terraform JSON of one stack. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly [block: string]: unknown;
}

/** What was written for one stack. */
export interface SynthesizedStack {
  readonly name: string;
  readonly text: string;
  readonly json: StackJson;
}

export const environmentNames = Object.keys(environments);

const stores = (name: string) => ({ namespace: 'stores', podLabels: { 'app.kubernetes.io/name': name } });

/** A small environment of its own, with everything brought along: what tests expect of it does not change with the program's. */
const base = {
  name: 'local',
  target: 'kubernetes',
  sizing: 'laptop',
  deletionProtection: false,
  state: { backend: 'local' },
  cluster: {
    kubeconfig: { context: 'kind-massrouter' },
    serviceCidr: '10.96.0.0/16',
    apiServerCidrs: ['172.16.0.0/12'],
    nodeCidrs: ['172.16.0.0/12'],
  },
  postgres: {
    engine: 'external',
    location: stores('postgres'),
    primary: { host: 'postgres.stores.svc.cluster.local' },
    maxConnections: 100,
  },
  redis: {
    engine: 'external',
    location: stores('redis'),
    discovery: { host: 'redis.stores.svc.cluster.local' },
    tls: { enabled: false, reason: 'the tests have no certificate authority' },
  },
  objectStorage: {
    engine: 'external',
    location: stores('object-storage'),
    endpoint: 'https://object-storage.stores.svc.cluster.local',
  },
  loadBalancer: { engine: 'external', location: { namespace: 'ingress', podLabels: { 'app.kubernetes.io/name': 'ingress' } } },
  monitoring: {
    receivers: { enabled: false, reason: 'the tests wake nobody' },
    watchdog: { enabled: false, reason: 'the tests are off most of the time' },
  },
} as const satisfies EnvironmentInput;

/** Its input with some of its boxes replaced. */
export const local = (changes: object = {}): Record<string, unknown> => ({ ...base, ...changes });

/** The same, read and checked. */
export function localEnvironment(changes: object = {}): Environment {
  const [environment] = loadEnvironments(['local'], { local: local(changes) });
  if (environment === undefined) throw new Error('not read');
  return environment;
}

/** Each stack after those it depends on. */
const read = (outdir: string): readonly SynthesizedStack[] =>
  synthesizedStacks(outdir).map(({ name, file }) => {
    const text = readFileSync(file, 'utf8');
    return { name, text, json: JSON.parse(text) as StackJson };
  });

export const synthesizeApp = (build: (app: App) => void): readonly SynthesizedStack[] => synthesizedIn(build, read);

export const synthesizeEnvironment = (environment: Environment): readonly SynthesizedStack[] =>
  synthesizeApp((app) => buildEnvironment(app, environment));

/** The directory of an environment that many test files ask about: written once for all of them, by its title. */
export const sharedSynthesis = (title: string, environment: Environment): string =>
  writtenOnce(title, (outdir) => synthesizeTo(outdir, (app) => buildEnvironment(app, environment)));

const cache = new Map<string, readonly SynthesizedStack[]>();

/** The stacks of an environment of this program; read once for a test file. */
export function stacksOf(name: string): readonly SynthesizedStack[] {
  const stacks = cache.get(name) ?? loadEnvironments([name]).flatMap((environment) => read(sharedSynthesis(name, environment)));
  cache.set(name, stacks);
  return stacks;
}

/** Every resource of a stack, by its address. */
export const resourcesOf = ({
  json,
}: SynthesizedStack): readonly { readonly type: string; readonly address: string; readonly body: Readonly<Record<string, unknown>> }[] =>
  Object.entries(json.resource ?? {}).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([id, body]) => ({ type, address: `${type}.${id}`, body })),
  );
