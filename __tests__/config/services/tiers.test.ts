/** The ceiling of a tier: the sizing’s, or what is set in its place. */
import { readEnvironment } from '../../../config/load/read-environment';
import { tierSizes, tiersField } from '../../../config/services/tiers';
import { local } from '../../support/environments';

const problemsOf = (change: object) => {
  const read = readEnvironment(local(change));
  return 'problems' in read ? read.problems : [];
};
const frontend = { cpuMillis: 1000, memoryMiB: 1024 };
const admin = (max: number) => ({ admin: { replicas: { max } } });

test('what is not set is the sizing’s', () => {
  expect(tierSizes(tiersField.parse({ backend: { memoryMiB: 65_536 } }), 'recommended')).toEqual({
    backend: { cpuMillis: 4000, memoryMiB: 65_536 },
    frontend: { cpuMillis: 2000, memoryMiB: 4096 },
  });
});

test('as many pods as fit below it are allowed, and no more', () => {
  expect(problemsOf({ tiers: { frontend }, services: admin(4), namespace: { quotaMemoryMiB: 32_768, quotaPods: 90 } })).toEqual([]);
  expect(problemsOf({ tiers: { frontend }, services: admin(5), namespace: { quotaMemoryMiB: 32_768, quotaPods: 90 } })).toEqual([
    {
      path: 'services.admin.replicas.max',
      message:
        '5 pods exceed the 4 that tiers.frontend has room for; raise it, lower the pods\' limits, or take a larger sizing than "laptop"',
    },
  ]);
});
