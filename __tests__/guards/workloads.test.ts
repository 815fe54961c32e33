/** The classes of kubernetes/workloads.ts stand for bindings that no synth loads. Here they are loaded, and asked what they would write. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
import { App, Lazy, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type * as Config from '../../config';
import { attributeName, attributes } from '../../constructs/kubernetes/attributes';
import * as ours from '../../constructs/kubernetes/workloads';
import { environmentNames } from '../support/environments';
import type * as Synthesis from '../support/invariants/synthesis';

const folders = ['daemon-set-v1', 'deployment-v1', 'job-v1', 'stateful-set-v1'];

/** The text of a binding: its class and what its structures are made of. */
function text(folder: string): string {
  const directory = path.dirname(require.resolve(`@cdktf/provider-kubernetes/lib/${folder}`));
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return files.map((file) => readFileSync(path.join(directory, file), 'utf8')).join('\n');
}

/** Every attribute that a binding writes: its name in Terraform, what makes it, and its name in TypeScript. */
const written = (binding: string) =>
  [...binding.matchAll(/^ *(\w+): (\w+(?:\.\w+)?(?<!Hcl|HclTerraform))\(.*?(?:struct|this\._)!?\.?(\w+)(?:\.internalValue)?\),?$/gm)].map(
    ([, name = '', maker = '', property = '']) => ({ name, maker, property }),
  );

describe.each(folders)('%s', (folder) => {
  const all = written(text(folder));

  test('has the names of the binding', () => {
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(({ name, property }) => attributeName(property) !== name)).toEqual([]);
  });

  test('keeps the keys of what the binding takes for a map, and of nothing else', () => {
    const given = { Key_a: 'value', anotherKey: 'value' };
    const kept = (property: string) => JSON.stringify(Object.values(attributes({ [property]: given }))) === JSON.stringify([given]);
    expect(all.filter(({ maker, property }) => kept(property) !== (maker === 'cdktf.hashMapper'))).toEqual([]);
  });
});

/** All files of all environments, with what `workloads` gives in place of kubernetes/workloads.ts. */
function synthesized(workloads?: () => object): object {
  let files: object = {};
  jest.isolateModules(() => {
    if (workloads) jest.doMock('../../constructs/kubernetes/workloads', workloads);
    const { synthesize } = jest.requireActual<typeof Synthesis>('../support/invariants/synthesis');
    const { loadEnvironments } = jest.requireActual<typeof Config>('../../config');
    files = Object.fromEntries(loadEnvironments([]).map((environment) => [environment.name, synthesize(environment).files]));
    jest.dontMock('../../constructs/kubernetes/workloads');
  });
  return files;
}

test('every environment is what it would be with the bindings', () => {
  const theirs = synthesized(() =>
    Object.assign({}, ...folders.map((folder) => jest.requireActual<object>(`@cdktf/provider-kubernetes/lib/${folder}`))),
  );
  expect(Object.keys(theirs)).toEqual(environmentNames);
  expect(synthesized()).toEqual(theirs);
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
  const mine = synthesis((scope) => new ours.JobV1(scope, 'Job', config));
  expect(mine).toEqual(synthesis((scope) => new JobV1(scope, 'Job', config)));
  expect(JSON.stringify(mine)).toMatch(/"produced".*"container":\[\{"name":"container"/);
});

test('a stack that is to be written as HCL is refused, not written without its workloads', () => {
  const stack = new TerraformStack(new App(), 'stack');
  new ours.JobV1(stack, 'Job', { metadata: {}, spec: { template: { metadata: {} } } });
  expect(() => stack.toHclTerraform()).toThrow('stack/Job: workloads are written as JSON only');
});
