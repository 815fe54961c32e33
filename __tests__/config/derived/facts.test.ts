/** Facts are asked for when everything that they come from could be read. */
import { areKnown, factsOf } from '../../../config/derived/facts';
import { environmentsByTarget } from '../../../config/environment';
import { readEnvironment } from '../../../config/load/read-environment';
import { local } from '../../support/environments';

const kubernetes = Object.keys(environmentsByTarget.kubernetes.shape);
const aws = Object.keys(environmentsByTarget.aws.shape);
const all = (fields: readonly string[], ...without: readonly string[]) =>
  Object.fromEntries(fields.filter((field) => !without.includes(field)).map((field) => [field, {}]));

describe('a fact is known', () => {
  test.each(['services', 'domain', 'sizing'])('of the services: not without %s', (field) => {
    expect(areKnown(['services'], all(kubernetes), kubernetes)).toBe(true);
    expect(areKnown(['services'], all(kubernetes, field), kubernetes)).toBe(false);
  });

  test('whatever is wrong elsewhere', () => {
    expect(areKnown(['redis'], all(kubernetes, 'services', 'postgres'), kubernetes)).toBe(true);
    expect(areKnown(['redis', 'postgres'], all(kubernetes, 'services', 'postgres'), kubernetes)).toBe(false);
  });

  test('where the target has no such field: it is null', () => {
    expect(areKnown(['network', 'region', 'automation'], all(kubernetes), kubernetes)).toBe(true);
    expect(areKnown(['network'], all(aws, 'network'), aws)).toBe(false);
    expect(factsOf(local())).toMatchObject({ network: null, region: null, automation: null, eks: null, aws: null });
  });
});

describe('a broken box does not hide what a rule says', () => {
  const pathsOf = (changes: object) => {
    const read = readEnvironment(local(changes));
    return 'problems' in read ? read.problems.map(({ path }) => path) : [];
  };
  const tooFew = { postgres: { ...(local()['postgres'] as object), maxConnections: 20 } };

  test('of others', () => {
    expect(pathsOf({ redis: 7, ...tooFew })).toEqual(['redis', 'postgres.maxConnections']);
    expect(pathsOf({ services: 7, streaming: { heartbeatSeconds: 1200 } })).toEqual(['services', 'streaming']);
    expect(pathsOf({ redis: 7, streaming: { heartbeatSeconds: 1200 }, services: { docs: { calls: ['search'] } } })).toEqual([
      'redis',
      'services.docs.calls.0',
      'streaming',
    ]);
  });

  test('but rules about it wait until it can be read', () => {
    expect(pathsOf({ services: 7, ...tooFew })).toEqual(['services']);
    expect(pathsOf({ sizing: 7, ...tooFew })).toEqual(['sizing']);
  });
});

test('each is derived once, and only when it is asked for', () => {
  const facts = factsOf({ ...local(), redis: undefined });
  expect(() => facts.redis).toThrow();
  const read = readEnvironment(local());
  if (!('environment' in read)) throw new Error('not read');
  const whole = factsOf(read.environment);
  expect(whole.services).toBe(whole.services);
  expect(whole.postgres).toBe(whole.postgres);
});
