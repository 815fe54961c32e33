/** Names that are derived: a release's, and those of the two slots of a secret. */
import { migrationJobName, secretSlots } from '../../../config';

const image = 'registry.example/backend:1.2.3';

describe('names', () => {
  test('a migration’s is short enough for its pods, and the same for the same release', () => {
    const name = migrationJobName(image, ['make', 'migrate-up']);
    expect(name).toMatch(/^migration-[0-9a-f]{14}$/);
    expect(migrationJobName(image, ['make', 'migrate-up'])).toBe(name);
  });

  test.each([
    [image.replace('3', '4'), ['make', 'migrate-up']],
    [image, ['make', 'migrate']],
    [image, ['make migrate-up']],
  ])('another release is another name: %s %j', (other, command) => {
    expect(migrationJobName(other, command)).not.toBe(migrationJobName(image, ['make', 'migrate-up']));
  });

  test.each([
    [2, 1, 1, 'b'],
    [3, 2, 1, 'a'],
    [4, 2, 2, 'b'],
    [5, 3, 2, 'a'],
  ])('revision %i: slot a has %i, slot b %i, and %s is the current one', (revision, a, b, current) => {
    const slots = secretSlots('x', revision);
    expect(slots.all).toEqual([
      { name: 'x-a', revision: a },
      { name: 'x-b', revision: b },
    ]);
    expect(slots.current.name).toBe(`x-${current}`);
    expect(slots.previous.name).not.toBe(slots.current.name);
  });

  test('raising the revision writes the slot that was not current', () => {
    for (let revision = 2; revision < 20; revision++) {
      const [before, after] = [secretSlots('x', revision), secretSlots('x', revision + 1)];
      expect(after.current.name).toBe(before.previous.name);
      expect(after.previous).toEqual(before.current);
    }
  });
});
