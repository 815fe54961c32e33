/** Hand-over between states: what is known crosses as it is, the rest by one output and one read of the producer's state. */
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Fn, type App } from 'cdktf';
import type { StateName } from '../../config';
import type { Stores } from '../../constructs/app-tier';
import { BaseStack } from '../../stacks/base-stack';
import { publish, type Outputs } from '../../stacks/outputs';
import { localEnvironment, synthesizeApp } from '../support/environments';
import { at, textsIn } from '../support/invariants/blocks';
import { referencesIn } from '../support/invariants/expressions';
import { published } from '../support/invariants/references';

const environment = localEnvironment();

class State extends BaseStack {
  constructor(app: App, state: StateName) {
    super(app, environment, state);
    this.useCluster();
  }
}

/** What the producer offers, some of it known at apply only. */
const offered = (producer: State) => {
  const { metadata, spec } = new ServiceV1(producer, 'Service', { metadata: { name: 'store' }, spec: {} });
  return {
    store: {
      endpoint: { host: metadata.uid, port: 6379, nodePort: spec.healthCheckNodePort },
      members: [metadata.name, 'store-1'],
      addresses: spec.clusterIps,
      tls: true,
      ca: null,
    },
    region: 'auto',
  };
};
type Offered = ReturnType<typeof offered>;

/** Uses all of it in one object. */
const use = (consumer: State, { store, region }: Offered) =>
  new ConfigMapV1(consumer, 'Config', {
    metadata: { name: 'config' },
    data: {
      HOST: store.endpoint.host,
      PORT: String(store.endpoint.port),
      NODE_PORT: Fn.tostring(store.endpoint.nodePort),
      FIRST: store.members[0] ?? '',
      SECOND: store.members[1] ?? '',
      ADDRESSES: Fn.join(',', store.addresses),
      TLS: String(store.tls),
      CA: String(store.ca),
      REGION: region,
    },
  });

/** What is written when `consume` uses what a producer offers. */
function handOver(consume: (app: App, outputs: Outputs<Offered>) => void) {
  const stacks = synthesizeApp((app) => {
    const producer = new State(app, 'platform');
    consume(app, publish(producer, offered(producer)));
  });
  const json = (name: string) => stacks.find((stack) => stack.name === name)?.json;
  return {
    outputs: at(json('local-platform'), 'output') as Record<string, unknown> | undefined,
    data: (state: string) => at(json(`local-${state}`), 'resource.kubernetes_config_map_v1.Config.data'),
    remoteStates: (state: string) => Object.keys((at(json(`local-${state}`), 'data.terraform_remote_state') as object | undefined) ?? {}),
    references: (state: string) =>
      new Set(textsIn(json(`local-${state}`)).flatMap((text) => referencesIn(text).map(({ address }) => address))),
  };
}

describe('a consumer', () => {
  const once = handOver((app, outputs) => {
    const consumer = new State(app, 'data');
    use(consumer, outputs.in(consumer));
  });
  const read = (path: string) => `\${data.terraform_remote_state.local-platform-state.outputs.store${path}}`;

  test('gets what is known at synth as it is', () => {
    expect(once.data('data')).toMatchObject({ PORT: '6379', SECOND: 'store-1', TLS: 'true', CA: 'null', REGION: 'auto' });
  });

  test('reads the rest from the state of the producer, at the path of the field', () => {
    expect(once.data('data')).toMatchObject({ HOST: read('.endpoint.host'), FIRST: read('.members[0]') });
  });

  test('reads numbers and lists as such', () => {
    expect(once.data('data')).toMatchObject({
      NODE_PORT: '${tostring(data.terraform_remote_state.local-platform-state.outputs.store.endpoint.nodePort)}',
      ADDRESSES: '${join(",", data.terraform_remote_state.local-platform-state.outputs.store.addresses)}',
    });
  });

  test('makes one output of a field that holds something unknown, with all of the field, and none of a known one', () => {
    expect(once.outputs).toEqual({
      store: {
        value: {
          endpoint: {
            host: '${kubernetes_service_v1.Service.metadata[0].uid}',
            port: 6379,
            nodePort: '${kubernetes_service_v1.Service.spec[0].health_check_node_port}',
          },
          members: ['${kubernetes_service_v1.Service.metadata[0].name}', 'store-1'],
          addresses: '${kubernetes_service_v1.Service.spec[0].cluster_ips}',
          tls: true,
          ca: null,
        },
      },
    });
  });

  test('reads the state once, whatever it uses of it', () => {
    const twice = handOver((app, outputs) => {
      const consumer = new State(app, 'data');
      use(consumer, { ...outputs.in(consumer), region: outputs.in(consumer).region });
    });
    expect([once, twice].map(({ remoteStates }) => remoteStates('data'))).toEqual([['local-platform-state'], ['local-platform-state']]);
  });

  test('refers to nothing of the producer but its state', () => {
    expect(once.references('data')).toEqual(new Set(['data.terraform_remote_state.local-platform-state']));
  });
});

test('a token that is used in another stack without being published is seen by the guard', () => {
  const stacks = synthesizeApp((app) => {
    const { metadata } = new ServiceV1(new State(app, 'platform'), 'Service', { metadata: { name: 'store' }, spec: {} });
    new ConfigMapV1(new State(app, 'data'), 'Config', { metadata: { name: 'config' }, data: { UID: metadata.uid } });
  });
  expect(stacks.flatMap(published)).toEqual([
    expect.stringMatching(/^output\.cross-stack-output-kubernetes_service_v1\.Service\S*: another stack uses/),
  ]);
});

test('a second consumer uses the same output', () => {
  const both = handOver((app, outputs) => {
    for (const state of ['data', 'app'] as const) {
      const consumer = new State(app, state);
      use(consumer, outputs.in(consumer));
    }
  });
  expect(Object.keys(both.outputs ?? {})).toEqual(['store']);
  expect(both.data('app')).toEqual(both.data('data'));
  expect(both.remoteStates('app')).toEqual(['local-platform-state']);
});

test('what is all known crosses without a state, and is no output', () => {
  const stacks = synthesizeApp((app) => {
    const producer = new State(app, 'platform');
    const consumer = new State(app, 'data');
    const { store } = publish(producer, { store: { endpoint: { host: 'store', port: 6379 }, ca: null } }).in(consumer);
    new ConfigMapV1(consumer, 'Config', {
      metadata: { name: 'config' },
      data: { ADDRESS: `${store.endpoint.host}:${store.endpoint.port}` },
    });
  });
  expect(stacks.map(({ json }) => [json['output'], json['data']])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  expect(stacks.map(({ text }) => text).join()).toContain('"store:6379"');
});

test('the consumer is applied after the producer, even if all is known', () => {
  const dependencies: Record<string, readonly string[]> = {};
  const apps: App[] = [];
  synthesizeApp((app) => {
    apps.push(app);
    publish(new State(app, 'platform'), { region: 'auto' }).in(new State(app, 'data'));
  });
  for (const [name, stack] of Object.entries(apps[0]?.manifest.buildManifest().stacks ?? {})) dependencies[name] = stack.dependencies;
  expect(dependencies).toEqual({ 'local-platform': [], 'local-data': ['local-platform'] });
});

describe('what does not compile: tsc fails where one of these errors is missing', () => {
  const outputs = (): Outputs<{ readonly region: string }> => ({ in: () => ({ region: 'auto' }) });
  const consumer = null as unknown as BaseStack;

  test('to use a field that the producer has dropped', () => {
    // @ts-expect-error the producer has no field `endpoint`
    expect(outputs().in(consumer).endpoint).toBeUndefined();
  });

  test('to publish less than the interface', () => {
    const { postgres, redis } = { postgres: null as unknown as Stores['postgres'], redis: null as unknown as Stores['redis'] };
    // @ts-expect-error object storage is missing
    expect((producer: BaseStack) => publish<Stores>(producer, { postgres, redis })).toBeInstanceOf(Function);
  });

  test('to hand less than the interface to a stack', () => {
    // @ts-expect-error a string is missing
    const handed: Outputs<{ readonly region: string; readonly host: string }> = outputs();
    expect(handed).toBeDefined();
  });
});
