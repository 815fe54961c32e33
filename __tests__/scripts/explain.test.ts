import { ConfigError } from '../../config';
import { explain } from '../../scripts/explain';

test('the chain of an environment is one line a link, with margin and source', () => {
  const lines = explain(['streaming', 'local']).split('\n');
  expect(lines[0]).toBe('local:');
  expect(lines.slice(1)).toHaveLength(4);
  for (const line of lines.slice(1)) expect(line).toMatch(/^ {2}\S.* \d+ [<≤] .* \d+ +ok, margin \d+ +\S+$/);
});

test.each([[[]], [['memory']], [['constructor']]])('without a known topic it says which there are: %j', (args) => {
  expect(() => explain(args)).toThrow(new ConfigError('usage: npm run explain -- <topic> [environment…]; topics: streaming'));
});

test('an unknown environment lists the valid ones', () => {
  expect(() => explain(['streaming', 'nope'])).toThrow('nope: no such environment; environments: local');
});
