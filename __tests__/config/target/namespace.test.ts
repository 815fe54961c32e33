import { namespaceQuota } from '../../../config/target/namespace';

describe('the quota', () => {
  test('is the sizing’s where the environment says nothing', () => {
    expect(namespaceQuota({ name: 'x', quotaMemoryMiB: null, quotaPods: 7 }, 'laptop')).toEqual({
      name: 'x',
      quotaMemoryMiB: 28 * 1024,
      quotaPods: 7,
    });
  });
});
