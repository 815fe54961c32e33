import { sizingProfiles } from '../../../config/fields/sizing';
import { servicesOf } from '../../support/services';

describe('the deployment guide’s table of servers', () => {
  const size = (cores: number, gibibytes: number) => ({ cpuMillis: cores * 1000, memoryMiB: gibibytes * 1024 });
  test.each([
    ['minimum', { backend: size(2, 4), frontend: size(1, 2), postgres: size(4, 8), redis: size(1, 2) }],
    ['recommended', { backend: size(4, 8), frontend: size(2, 4), postgres: size(8, 16), redis: size(2, 4) }],
  ] as const)('%s', (profile, table) => {
    expect(sizingProfiles[profile]).toMatchObject(table);
  });

  test('of the services it is the budget of a tier: as many pods as fit', () => {
    const max = (sizing: 'laptop' | 'minimum' | 'recommended') => servicesOf({}, sizing).map(({ replicas }) => replicas.max);
    expect([max('laptop'), max('minimum'), max('recommended')]).toEqual([
      [3, 2, 2],
      [4, 4, 4],
      [8, 8, 8],
    ]);
  });
});
