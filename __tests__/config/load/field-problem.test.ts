/** Every field of every environment, with something in its place that it does not take: the line is ours, says where, and shows no secret. */
import { loadEnvironments } from '../../../config';
import { environments } from '../../../config/environments';
import { readEnvironment } from '../../../config/load/read-environment';

type Path = readonly (string | number)[];

const replaced = (value: unknown, [step, ...rest]: Path, by: unknown): unknown => {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((one: unknown, index) => (index === step ? replaced(one, rest, by) : one));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [step]: replaced(record[step], rest, by) };
};

const pathsOf = (value: unknown, at: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([name, one]) => pathsOf(one, [...at, Array.isArray(value) ? Number(name) : name]))]
    : [at];

/** zod's own prose, and JavaScript's. */
const foreign = /Invalid|expected|received|Too (small|big)|Unrecognized|undefined|\[object/;

describe.each(Object.entries(environments))('%s', (name, input) => {
  const paths = pathsOf(input).filter((path) => path.length > 0);
  const wrong: readonly unknown[] = [null, 'zz z', -1.5, true, [], { nobody: 1 }, [null], Number.NaN];

  test.each(wrong.map((value) => [value]))('with %j in the place of each field', (value) => {
    const lines = paths.flatMap((path) => {
      const read = readEnvironment(replaced(input, path, value));
      return 'problems' in read ? read.problems.map((problem) => `${problem.path}: ${problem.message}`) : [];
    });
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => foreign.test(line.split('\n')[0] ?? ''))).toEqual([]);
  });

  test('is read as it is', () => {
    expect(loadEnvironments([name])).toHaveLength(1);
  });
});

describe('a line says', () => {
  const production = environments['production'];
  const linesOf = (changes: object): readonly string[] => {
    const read = readEnvironment({ ...production, ...changes });
    return 'problems' in read ? read.problems.map(({ path, message }) => `${path}: ${message}`) : [];
  };
  const [onCall] = production?.monitoring.receivers as readonly object[];
  const receivers = (bad: object) => linesOf({ monitoring: { ...production?.monitoring, receivers: [onCall, bad] } });

  test('which entry of a list is wrong, where the list itself may be left out', () => {
    expect(receivers({ type: 'slack', name: 'x', severities: ['criticl'], secret: { name: 'x', key: 'y' } })).toEqual([
      'monitoring.receivers.1.severities.0: must be "critical" or "warning"; got "criticl"',
    ]);
    expect(receivers({ type: 'slack', name: 'x', severities: ['critical'] })).toEqual([
      'monitoring.receivers.1.secret: is required: must be an object',
    ]);
  });

  test.each([
    [{ postgres: { engine: 'aurora', reader: 2 } }, 'postgres.reader: unknown field; did you mean readers?; fields are engine, version, '],
    [
      { monitoring: { ...production?.monitoring, grafana: { hosts: 'x' } } },
      'monitoring.grafana.hosts: unknown field; did you mean host?; fields are host',
    ],
    [{ redis: { engine: 'elasticache', xyz: 1 } }, 'redis.xyz: unknown field; fields are engine, software, shards, '],
    [{ nam: 1 }, 'nam: unknown field; did you mean name?; fields are name, sizing, '],
  ])('%j: what was meant, and what there is', (changes, line) => {
    expect(linesOf(changes)).toEqual([expect.stringContaining(line)]);
  });
});
