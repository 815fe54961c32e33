/** What this program synthesizes is planned, with every environment as its own base. */
import { problemsOf } from '../../../scripts/admit/problems';
import { environmentNames, stacksOf } from '../../support/environments';

test.each(environmentNames)('%s is planned', (name) => {
  const stacks = stacksOf(name);
  expect(stacks.flatMap((stack) => problemsOf(stack, stacks).map((problem) => `${stack.name}: ${problem}`))).toEqual([]);
});

test('a state that is new has the backend of its environment', () => {
  const stacks = stacksOf('production');
  const [first, ...others] = stacks;
  expect(first === undefined ? ['none'] : problemsOf(first, others)).toEqual([]);
});

test('another environment is not the base of one', () => {
  const stacks = stacksOf('production');
  const problems = stacks.flatMap((stack) => problemsOf(stack, stacksOf('staging')));
  expect(problems).toContain('terraform.backend: is not the one of the environment');
});
