/** The classes of typedResource stand for bindings that no synth loads. Here these are loaded, and asked what they would write. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ruleset } from '@cdktf/provider-cloudflare/lib/ruleset';
import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
import { App, Lazy, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type * as Config from '../../config';
import * as edge from '../../constructs/cdn/cloudflare/resources';
import * as workloads from '../../constructs/kubernetes/workloads';
import { attributeName } from '../../constructs/terraform/typed-resource';
import { environmentNames } from '../support/environments';
import type * as Synthesis from '../support/invariants/synthesis';

type Class = new (
  scope: Construct,
  id: string,
  config: never,
) => { readonly terraformResourceType: string; synthesizeAttributes(): object };

/** What is in place of which bindings, by the module. */
const modules = {
  '../../constructs/cdn/cloudflare/resources': {
    ruleset: edge.Ruleset,
    'zero-trust-access-application': edge.ZeroTrustAccessApplication,
    'zero-trust-access-policy': edge.ZeroTrustAccessPolicy,
  },
  '../../constructs/kubernetes/workloads': {
    'cron-job-v1': workloads.CronJobV1,
    'daemon-set-v1': workloads.DaemonSetV1,
    'deployment-v1': workloads.DeploymentV1,
    'job-v1': workloads.JobV1,
    'stateful-set-v1': workloads.StatefulSetV1,
  },
};
const bindings = (type: string, folder: string): string => `@cdktf/provider-${type.replace(/_.*/, '')}/lib/${folder}`;

/** One of this class with these attributes, in a stack of its own. */
const one = (made: unknown, config: object = {}) =>
  new (made as Class)(new TerraformStack(new App(), 'stack'), 'Resource', config as never);

/** The text of a binding: its class and what its structures are made of. */
function text(binding: string): string {
  const directory = path.dirname(require.resolve(binding));
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return files.map((file) => readFileSync(path.join(directory, file), 'utf8')).join('\n');
}

/** Every attribute that a binding writes: its name in Terraform, what makes it, and its name in TypeScript. */
const written = (binding: string) =>
  [...binding.matchAll(/^ *(\w+): (\w+(?:\.\w+)?(?<!Hcl|HclTerraform))\(.*?(?:struct|this\._)!?\.?(\w+)(?:\.internalValue)?\),?$/gm)].map(
    ([, name = '', maker = '', property = '']) => ({ name, maker, property }),
  );

const pairs = Object.values(modules).flatMap((classes) => Object.entries(classes));

describe.each(pairs)('%s', (folder, ours) => {
  const { terraformResourceType: type } = one(ours);
  const theirs = text(bindings(type, folder));
  const all = written(theirs);

  test('is of the kind of the binding', () => {
    expect(theirs).toContain(`.tfResourceType = "${type}"`);
  });

  test('has the names of the binding', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ name, property }) => attributeName(property) !== name)).toEqual([]);
  });

  test('keeps the keys of what the binding takes for a map, and of nothing else', () => {
    const given = { Key_a: 'value', anotherKey: 'value' };
    const kept = (property: string) =>
      JSON.stringify(Object.values(one(ours, { [property]: given }).synthesizeAttributes())) === JSON.stringify([given]);
    const objects = all.filter(({ maker }) => maker !== 'cdktf.listMapper');
    expect(objects.filter(({ maker, property }) => kept(property) !== (maker === 'cdktf.hashMapper'))).toEqual([]);
  });
});

/** All files of all environments, with the bindings in place of our classes or without. */
function synthesized(withBindings: boolean): object {
  let files: object = {};
  jest.isolateModules(() => {
    for (const [module, classes] of withBindings ? Object.entries(modules) : []) {
      const theirs = Object.entries(classes).map(([folder, ours]) => bindings(one(ours).terraformResourceType, folder));
      jest.doMock(module, () => Object.assign({}, ...theirs.map((binding) => jest.requireActual<object>(binding))) as object);
    }
    const { synthesize } = jest.requireActual<typeof Synthesis>('../support/invariants/synthesis');
    const { loadEnvironments } = jest.requireActual<typeof Config>('../../config');
    files = Object.fromEntries(loadEnvironments([]).map((environment) => [environment.name, synthesize(environment).files]));
    for (const module of Object.keys(modules)) jest.dontMock(module);
  });
  return files;
}

test('every environment is what it would be with the bindings', () => {
  const theirs = synthesized(true);
  expect(Object.keys(theirs)).toEqual(environmentNames);
  expect(synthesized(false)).toEqual(theirs);
});

/** One resource of a stack of its own. */
function synthesis(build: (scope: Construct) => object): unknown {
  const stack = new TerraformStack(new App(), 'stack');
  build(stack);
  return (stack.toTerraform() as { resource: unknown }).resource;
}

test('tokens, meta-arguments and what is undefined are as in the bindings', () => {
  const config = {
    metadata: { name: Lazy.stringValue({ produce: () => 'produced' }), labels: { aB: 'c' }, annotations: undefined },
    spec: { template: { metadata: {}, spec: { container: Lazy.anyValue({ produce: () => [{ name: 'container' }] }) } } },
    waitForCompletion: false,
    timeouts: { create: '1s' },
    dependsOn: [{ fqn: 'other.one' }],
    lifecycle: { ignoreChanges: ['spec[0].parallelism'], preventDestroy: true },
  };
  const mine = synthesis((scope) => new workloads.JobV1(scope, 'Job', config));
  expect(mine).toEqual(synthesis((scope) => new JobV1(scope, 'Job', config)));
  expect(JSON.stringify(mine)).toMatch(/"produced".*"container":\[\{"name":"container"/);
});

test('what is in a map has the names of the binding, and what is called like a map and is a list too', () => {
  const actionParameters = {
    headers: { 'X-Is-Kept': { operation: 'set', value: 'a' } },
    rules: { someRuleset: ['someRule'] },
    overrides: { rules: [{ id: 'a', scoreThreshold: 1 }] },
  };
  const config = { name: 'a', kind: 'zone', phase: 'http_ratelimit', rules: [{ action: 'rewrite', expression: 'true', actionParameters }] };
  const mine = synthesis((scope) => new edge.Ruleset(scope, 'Ruleset', config));
  expect(mine).toEqual(synthesis((scope) => new Ruleset(scope, 'Ruleset', config)));
  expect(JSON.stringify(mine)).toMatch(/"X-Is-Kept".*"someRuleset".*"score_threshold"/);
});

test('a stack that is to be written as HCL is refused, not written without its workloads', () => {
  const stack = new TerraformStack(new App(), 'stack');
  new workloads.JobV1(stack, 'Job', { metadata: {}, spec: { template: { metadata: {} } } });
  expect(() => stack.toHclTerraform()).toThrow('stack/Job: kubernetes_job_v1 is written as JSON only');
});
