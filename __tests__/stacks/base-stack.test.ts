/** What every state has: its place, the versions it is applied with, and addresses that people can read. */
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import type { App } from 'cdktf';
import { Construct } from 'constructs';
import { versions, type Environment, type StateName } from '../../config';
import { BaseStack } from '../../stacks/base-stack';
import { publish } from '../../stacks/outputs';
import { localEnvironment, resourcesOf, synthesizeApp } from '../support/environments';
import { at } from '../support/invariants/blocks';

class State extends BaseStack {
  constructor(app: App, environment: Environment, state: StateName) {
    super(app, environment, state);
    this.useCluster();
  }
}

const configMap = (scope: Construct, id: string, data: Record<string, string> = {}) =>
  new ConfigMapV1(scope, id, { metadata: { name: 'config' }, data });

/** Two states of an environment, of which one reads the other. */
function twoStates(state: object) {
  const stacks = synthesizeApp((app) => {
    const environment = localEnvironment({ state });
    const producer = new State(app, environment, 'platform');
    const consumer = new State(app, environment, 'data');
    const { uid } = publish(producer, { uid: configMap(producer, 'Config').metadata.uid }).in(consumer);
    configMap(consumer, 'Config', { UID: uid });
  });
  const json = (name: string) => stacks.find((stack) => stack.name === name)?.json;
  return {
    places: ['local-platform', 'local-data'].map((name) => at(json(name), 'terraform.backend')),
    read: at(json('local-data'), 'data.terraform_remote_state.local-platform-state'),
  };
}

describe('the state', () => {
  const r2 = 'https://0123456789abcdef.r2.cloudflarestorage.com';
  const nonAws = {
    endpoints: { s3: r2 },
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    skip_requesting_account_id: true,
    skip_s3_checksum: true,
    use_path_style: true,
  };
  const context = { config_path: '~/.kube/config', config_context: 'kind-massrouter', namespace: 'kube-system' };

  describe.each([
    [
      'in files',
      { backend: 'local' },
      'local',
      (stack: string) => ({ path: `../../../.terraform-state/${stack}.tfstate` }),
      { workspace: '${terraform.workspace}' },
    ],
    [
      'in a bucket of AWS',
      { backend: 's3', bucket: 'state-bucket', region: 'eu-central-1', kmsKeyId: 'alias/state' },
      's3',
      (stack: string) => ({
        bucket: 'state-bucket',
        key: `local/${stack}.tfstate`,
        region: 'eu-central-1',
        encrypt: true,
        kms_key_id: 'alias/state',
        use_lockfile: true,
      }),
      { workspace: '${terraform.workspace}' },
    ],
    [
      'in a bucket of AWS with its own key',
      { backend: 's3', bucket: 'state-bucket', region: 'eu-central-1' },
      's3',
      (stack: string) => ({
        bucket: 'state-bucket',
        key: `local/${stack}.tfstate`,
        region: 'eu-central-1',
        use_lockfile: true,
      }),
      { workspace: '${terraform.workspace}' },
    ],
    [
      'in a bucket of R2',
      { backend: 's3', bucket: 'state-bucket', region: 'auto', endpoint: r2 },
      's3',
      (stack: string) => ({ bucket: 'state-bucket', key: `local/${stack}.tfstate`, region: 'auto', use_lockfile: true, ...nonAws }),
      { workspace: '${terraform.workspace}' },
    ],
    ['in the cluster', { backend: 'kubernetes' }, 'kubernetes', (stack: string) => ({ ...context, secret_suffix: stack }), {}],
  ] as const)('%s', (_, state, backend, place, rest) => {
    const { places, read } = twoStates(state);

    test('has a place of its own for each stack', () => {
      expect(places).toEqual(['local-platform', 'local-data'].map((stack) => ({ [backend]: place(stack) })));
    });

    test('is read where it is', () => {
      expect(read).toEqual({ backend, config: place('local-platform'), ...rest });
    });
  });

  test('of another environment is in another place, in the same bucket', () => {
    const state = { backend: 's3', bucket: 'state-bucket', region: 'eu-central-1' } as const;
    const names = ['one', 'two'];
    const stacks = synthesizeApp((app) => {
      for (const name of names) new State(app, { ...localEnvironment({ state }), name }, 'data');
    });
    expect(stacks.map(({ json }) => at(json, 'terraform.backend.s3.key'))).toEqual(names.map((name) => `${name}/${name}-data.tfstate`));
  });
});

describe('the programs', () => {
  const [stack] = synthesizeApp((app) => void new State(app, localEnvironment(), 'data'));

  test('are the pinned ones, not those that the bindings were generated from', () => {
    expect(at(stack?.json, 'terraform.required_version')).toBe(versions.terraform);
    expect(at(stack?.json, 'terraform.required_providers.kubernetes.version')).toBe(versions.providers.kubernetes);
  });

  test('talk to the named cluster, never to the current context', () => {
    expect(at(stack?.json, 'provider.kubernetes')).toEqual([{ config_path: '~/.kube/config', config_context: 'kind-massrouter' }]);
  });
});

describe('an address', () => {
  const addresses = (build: (stack: BaseStack) => void) =>
    synthesizeApp((app) => build(new State(app, localEnvironment(), 'app'))).flatMap((stack) =>
      resourcesOf(stack).map(({ address }) => address),
    );

  test('is the ids below the stack, without a hash', () => {
    expect(addresses((stack) => configMap(new Construct(new Construct(stack, 'AppTier'), 'Backend'), 'Config'))).toEqual([
      'kubernetes_config_map_v1.AppTier_Backend_Config',
    ]);
  });

  test('leaves out `Resource`, the main resource of a construct', () => {
    expect(addresses((stack) => configMap(new Construct(stack, 'Namespace'), 'Resource'))).toEqual(['kubernetes_config_map_v1.Namespace']);
  });

  test('keeps `Resource` directly below the stack, which would have no name otherwise', () => {
    expect(addresses((stack) => configMap(stack, 'Resource'))).toEqual(['kubernetes_config_map_v1.Resource']);
  });

  test('that two would have is an error with the paths of both', () => {
    const both = () =>
      addresses((stack) => {
        configMap(new Construct(stack, 'A_B'), 'C');
        configMap(new Construct(stack, 'A'), 'B_C');
      });
    expect(both).toThrow('local-app/A/B_C and local-app/A_B/C would both be A_B_C');
  });
});
