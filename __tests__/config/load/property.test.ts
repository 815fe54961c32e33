/** Inputs of environments in a cluster that is there: see property.fixture.ts. */
import fc from 'fast-check';
import { environmentInput } from '../../support/invariants/arbitrary-inputs';
import { withUnknownField } from '../../support/invariants/arbitrary-mutations';
import { load, NAME, seed, tried } from './property.fixture';

const inputs = environmentInput(NAME);

test('a thousand inputs are each refused in readable lines, or synthesized as a whole', () => {
  const { refused, synthesized } = tried(inputs, 1000);
  expect(refused).toBeGreaterThan(300);
  expect(synthesized).toBeGreaterThan(100);
}, 240_000);

test('a field that there is not is refused, whatever it is called and wherever it stands', () => {
  fc.assert(
    fc.property(withUnknownField(inputs), (value) => {
      expect(load(value)).toHaveProperty('lines');
    }),
    { numRuns: 1000, seed },
  );
});
