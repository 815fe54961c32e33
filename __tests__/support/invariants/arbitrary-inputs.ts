/** Inputs of environments as people could write them. */
import fc from 'fast-check';
import { disabled, cidr, host, label, orNull, setting, some } from './arbitrary-fields';
import { monitoring } from './arbitrary-monitoring';
import { services } from './arbitrary-services';
import { stores } from './arbitrary-stores';

const state = fc.oneof(
  fc.record({ backend: fc.constant('local') }),
  some(
    {
      backend: fc.constant('s3'),
      bucket: fc.stringMatching(/^[a-z0-9]{3,20}$/),
      region: fc.constantFrom('eu-central-1', 'auto'),
      endpoint: orNull(fc.constantFrom('https://s3.example.com', 'https://x.r2.cloudflarestorage.com')),
      kmsKeyId: orNull(fc.constant('alias/state')),
    },
    ['backend', 'bucket', 'region'],
  ),
  some({ backend: fc.constant('kubernetes'), namespace: label }, ['backend']),
);

const boxes = {
  state,
  deletionProtection: fc.boolean(),
  cluster: some(
    {
      kubeconfig: some({ context: fc.string({ minLength: 1, maxLength: 12 }), path: fc.constant('/etc/kubeconfig') }, ['context']),
      zones: fc.integer({ min: 1, max: 10 }),
      serviceCidr: fc.constantFrom('10.96.0.0/12', '10.43.0.0/16'),
      dns: fc.constantFrom('pods', 'address'),
      apiServerCidrs: fc.array(cidr, { maxLength: 2 }),
      nodeCidrs: fc.array(cidr, { minLength: 1, maxLength: 2 }),
    },
    ['kubeconfig', 'nodeCidrs'],
  ),
  namespace: some({
    name: label,
    quotaMemoryMiB: orNull(fc.integer({ min: 20_000, max: 200_000 })),
    quotaPods: orNull(fc.integer({ min: 45, max: 300 })),
  }),
  secrets: some({ revision: fc.integer({ min: 2, max: 30 }) }),
  streaming: some({
    heartbeatSeconds: fc.integer({ min: 1, max: 90 }),
    longestSilenceSeconds: fc.integer({ min: 80, max: 4000 }),
    drainSeconds: fc.integer({ min: 1, max: 860 }),
    maxBodyMiB: fc.integer({ min: 1, max: 5000 }),
  }),
  migration: some({
    command: fc.array(
      setting.filter((text) => text !== ''),
      { minLength: 1, maxLength: 3 },
    ),
    deadlineSeconds: fc.integer({ min: 30, max: 86_400 }),
    retries: fc.integer({ min: 0, max: 10 }),
  }),
  backup: fc.oneof(
    disabled,
    some(
      {
        enabled: fc.constant(true),
        offsite: disabled,
        dump: some({ hour: fc.integer({ min: 0, max: 3 }) }),
        drill: fc.constantFrom({ enabled: true }, { enabled: false, reason: 'a reason for the test' }),
      },
      ['enabled', 'offsite'],
    ),
  ),
  monitoring,
  ...stores,
};

const sized = (name: string, sizing: fc.Arbitrary<string>, withImages: boolean) =>
  some({ name: fc.constant(name), target: fc.constant('kubernetes'), sizing, domain: host, services: services(withImages), ...boxes }, [
    'name',
    'target',
    'sizing',
    'state',
    'cluster',
    'postgres',
    'redis',
    'objectStorage',
    'loadBalancer',
    'backup',
    'monitoring',
    ...(withImages ? (['services'] as const) : []),
  ]);

/** What people could write: every field is of its type, most rules hold. */
export const environmentInput = (name: string): fc.Arbitrary<unknown> =>
  fc.oneof(sized(name, fc.constant('laptop'), false), sized(name, fc.constantFrom('minimum', 'recommended'), true));
