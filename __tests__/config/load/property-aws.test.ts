/** Inputs of environments on AWS: see property.fixture.ts. */
import { awsInput } from '../../support/invariants/arbitrary-aws';
import { NAME, tried } from './property.fixture';

test('two hundred inputs are each refused in readable lines, or synthesized as a whole', () => {
  const { refused, synthesized } = tried(awsInput(NAME), 200);
  expect(refused).toBeGreaterThan(60);
  expect(synthesized).toBeGreaterThan(20);
}, 240_000);
