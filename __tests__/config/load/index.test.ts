import { ConfigError, loadEnvironments, loadProgram } from '../../../config';
import { loadBootstrap } from '../../../config/load';
import { bootstraps } from '../../../config/bootstrap/accounts';
import { environments } from '../../../config/environments';
import { local } from '../../support/environments';

function problemsOf(known: Readonly<Record<string, unknown>>, names: readonly string[] = []): string[] {
  try {
    loadEnvironments(names, known);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

test('without names, all environments are read', () => {
  expect(loadEnvironments([], { local: local(), second: local({ name: 'second' }) }).map(({ name }) => name)).toEqual(['local', 'second']);
});

test('an environment named twice is read once', () => {
  expect(loadEnvironments(['local', 'local'])).toHaveLength(1);
});

test('an unknown name lists the valid ones', () => {
  expect(problemsOf({ local: local(), staging: local() }, ['prod'])).toEqual(['prod: no such environment; environments: local, staging']);
});

test('a name that every object has is no environment', () => {
  expect(problemsOf({ local: local() }, ['constructor'])).toEqual(['constructor: no such environment; environments: local']);
});

test('a broken environment does not stand in the way of another one that is named', () => {
  expect(loadEnvironments(['local'], { local: local(), broken: 7 }).map(({ name }) => name)).toEqual(['local']);
});

test.each([
  ['a private key', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIhunter2', 'a private key'],
  ['the user of an address', 'https://hunter:hunter2@r2.example', '"https://…@r2.example"'],
  ['the user of an address with an @ in it', 'redis://hunter:hunt@er2@redis.example', '"redis://…@redis.example"'],
  ['the user of an address without a scheme', 'hunter:hunter2@db.example', '"…@db.example"'],
])('%s is not repeated', (_, name, shown) => {
  const lines = problemsOf({ local: local({ namespace: { name } }) });
  expect(lines).toEqual([expect.stringMatching(/^local: namespace\.name: must be lower-case/)]);
  expect(lines[0]).toContain(`; got ${shown}`);
  expect(lines[0]).not.toMatch(/hunt/);
});

test('all problems of all environments come at once, one line each', () => {
  const second = local({ name: 'second', sizing: 'huge', namespace: { name: 'Open Router' } });
  expect(problemsOf({ local: local({ secrets: { revision: 1 } }), second })).toEqual([
    expect.stringMatching(/^local: secrets\.revision: must be 2 or more.*; got 1$/),
    expect.stringMatching(/^second: sizing: .*; got "huge"$/),
    expect.stringMatching(/^second: namespace\.name: must be lower-case.*; got "Open Router"$/),
  ]);
});

test('a mistake in one box does not hide what a rule says of others', () => {
  const lines = problemsOf({
    local: local({ redis: { engine: 'external' }, postgres: { ...(local().postgres as object), maxConnections: 20 } }),
  });
  expect(lines).toEqual([
    expect.stringMatching(/^local: redis\.location: /),
    expect.stringMatching(/^local: redis\.discovery: is required: must be an object$/),
    expect.stringMatching(/^local: postgres\.maxConnections: 20 allows 16 planned connections/),
  ]);
});

test('what two engines ask of the same field is said once', () => {
  expect(problemsOf({ '1st': { ...environments['production'], name: '1st' } })).toEqual([
    expect.stringMatching(/^1st: name: must begin with a letter /),
  ]);
});

test('a misspelt field is a problem, in every object', () => {
  expect(problemsOf({ local: local({ namespaces: {}, namespace: { nam: 'x' } }) })).toEqual([
    expect.stringMatching(/^local: namespaces: unknown field; did you mean namespace\?; fields are name, sizing, /),
    'local: namespace.nam: unknown field; did you mean name?; fields are name, quotaMemoryMiB, quotaPods',
  ]);
});

test('the value of an unknown field is not shown: it may be a secret in the wrong place', () => {
  const lines = problemsOf({ local: local({ password: 'hunter2', namespace: { password: 'hunter2' } }) });
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain('hunter2');
});

test.each([[7], [null], [[]], ['text'], [undefined]])('%j is no environment', (input) => {
  expect(problemsOf({ local: input })).toEqual([expect.stringMatching(/^local: must be an object; got /)]);
});

test.each([['host'], [undefined], ['constructor'], [3]])('target %j is refused with the valid ones', (target) => {
  expect(problemsOf({ local: local({ target }) })).toEqual([expect.stringMatching(/^local: target: must be "kubernetes" or "aws"; got /)]);
});

describe('bootstraps', () => {
  const input = bootstraps['bootstrap-staging'];

  test('are read with environments, or by their names', () => {
    expect(loadProgram([]).bootstraps.map(({ account }) => account)).toEqual(Object.values(bootstraps).map(({ account }) => account));
    expect(loadProgram(['bootstrap-staging'])).toMatchObject({ environments: [], bootstraps: [{ account: 'staging' }] });
    expect(loadProgram(['local'])).toMatchObject({ environments: [{ name: 'local' }], bootstraps: [] });
  });

  test('are listed apart from the environments where a name is unknown', () => {
    const known = `environments: ${Object.keys(environments).join(', ')}; bootstraps: ${Object.keys(bootstraps).join(', ')}`;
    expect(() => loadProgram(['bootstrap'])).toThrow(`bootstrap: no such environment or bootstrap; ${known}`);
  });

  test('are refused with a line for each problem', () => {
    const wrong = { ...input, accountId: '1', environments: [] };
    expect(() => loadBootstrap('bootstrap-staging', wrong)).toThrow(
      /^bootstrap-staging: accountId: must be the 12 digits of an account; got "1"\nbootstrap-staging: environments: must name at least one; got a list$/,
    );
    expect(() => loadBootstrap('bootstrap-other', input)).toThrow(
      'bootstrap-other: account: must be as in "bootstrap-other"; got "staging"',
    );
  });
});

test('two environments do not own the same zone, even if only one of them is read', () => {
  const [one, other] = [environments['staging'], environments['production']].map((input) => ({
    ...input,
    cdn: { ...input?.cdn, zoneId: 'a'.repeat(32) },
  }));
  const known = { staging: one, production: other };
  const message = 'cdn.zoneId: is that of production too; both would overwrite each other’s rules: take a zone each';
  expect(() => loadEnvironments(['staging'], known)).toThrow(`staging: ${message}`);
});

test('the name in the file has to be the one it is listed by', () => {
  expect(problemsOf({ other: local() })).toEqual(['other: name: must be "other", as in its file; got "local"']);
});

test('an engine that the target cannot run is refused', () => {
  expect(problemsOf({ local: local({ postgres: { engine: 'aurora' } }) })).toEqual([
    expect.stringMatching(/^local: postgres\.engine: must be /),
  ]);
});
