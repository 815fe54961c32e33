import type { Environment } from '../../../config';
import { storeRules } from '../../../config/rules/stores';

const managed = { name: 'production', aws: { region: 'eu-central-1' }, postgres: { engine: 'aurora' }, redis: { engine: 'elasticache' } };
const brought = { postgres: { engine: 'external' }, redis: { engine: 'external' } };
const problems = (changes: object) =>
  storeRules.flatMap((rule) => rule.check({ ...managed, ...changes } as unknown as Environment)).map(({ path }) => path);

test.each(['production', 'a', 'eu-1-blue'])('the name %s is one that Aurora and ElastiCache take', (name) => {
  expect(problems({ name })).toEqual([]);
});

test.each(['1st', 'blue--green'])('the name %s is none', (name) => {
  expect(problems({ name })).toEqual(['name']);
  expect(problems({ name, postgres: brought.postgres })).toEqual(['name']);
  expect(problems({ name, redis: brought.redis })).toEqual(['name']);
  expect(problems({ name, ...brought })).toEqual([]);
});

test('a region whose authorities are not known is none for Aurora', () => {
  const aws = { region: 'mars-north-1' };
  expect(problems({ aws })).toEqual(['aws.region']);
  expect(problems({ aws, ...brought })).toEqual([]);
});

test('they are asked for environments on AWS alone', () => {
  for (const { targets } of storeRules) expect(targets).toEqual(['aws']);
});
