import { copiesOf } from '../../scripts/bench/copies';
import { growth, limitsOf, median, report, table, type Copies, type Round, type Run } from '../../scripts/bench/report';

/** Its time on the clock is longer, as it is where others work. */
const run = (processorMilliseconds: number, peakMegabytes: number): Run => ({
  milliseconds: processorMilliseconds + 10,
  processorMilliseconds,
  peakMegabytes,
});
/** Two environments, of which the second is the costlier. */
const round = (baseline: number, costliest: number, synth: number, peakMegabytes = 100): Round => ({
  baseline: run(baseline, 60),
  alone: { one: run(costliest / 2, 80), two: run(costliest, 90) },
  synth: run(synth, peakMegabytes),
});
const copies = (cost: (count: number) => number): Copies[] => [1, 10, 20].map((count) => ({ copies: count, milliseconds: [cost(count)] }));
const linear = copies((count) => 100 + 5 * count);

describe('the median', () => {
  test.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  test('of nothing is an error', () => {
    expect(() => median([])).toThrow('no median');
  });

  test('leaves its input as it is', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

test('copies have a zone each, as no two environments may share one', () => {
  const known = { one: { cdn: { engine: 'cloudflare', zoneId: 'x' } }, two: { cdn: { engine: 'none' } } };
  const zones = Object.values(copiesOf(known, 12)).map((copy) => (copy as { cdn: { zoneId?: string } }).cdn.zoneId);
  const own = zones.filter((zone) => zone !== undefined);
  expect(own).toHaveLength(12);
  expect(new Set(own).size).toBe(12);
  for (const zone of own) expect(zone).toMatch(/^[0-9a-f]{32}$/);
});

describe('the growth', () => {
  test('of what is linear is one, whatever it costs to start', () => {
    expect(growth(linear)).toBeCloseTo(1);
  });

  test('of what is quadratic is far above the limit', () => {
    expect(growth(copies((count) => count ** 2))).toBeCloseTo(30 / 11);
  });

  test('uses medians', () => {
    const noisy = linear.map((one) => ({ ...one, milliseconds: [...one.milliseconds, ...one.milliseconds, 9999] }));
    expect(growth(noisy)).toBeCloseTo(1);
  });

  test('of two sizes is an error', () => {
    expect(() => growth(linear.slice(0, 2))).toThrow('three sizes');
  });
});

describe('the goals', () => {
  const goals = (rounds: Round[], all: Copies[] = linear, node = 'v20.20.2') =>
    report(rounds, all, limitsOf(node)).goals.map(({ measured, met }) => [measured, met]);

  test('are the ratios, the memory and the growth', () => {
    expect(goals([round(100, 250, 300)])).toEqual([
      [2.5, true],
      [0.5, true],
      [100, true],
      [expect.closeTo(1), true],
    ]);
  });

  test('compare within a round: a round under load counts like any other', () => {
    const rounds = [round(100, 300, 350), round(1000, 3000, 3500), round(100, 320, 370)];
    expect(goals(rounds).slice(0, 2)).toEqual([
      [3, true],
      [0.5, true],
    ]);
  });

  test('have nothing to say of a further environment where there is one', () => {
    const { baseline, synth } = round(100, 250, 300);
    expect(goals([{ baseline, alone: { one: synth }, synth }])[1]).toEqual([0, true]);
  });

  test.each([
    ['v20.20.2', 'an environment that takes longer', [round(100, 501, 502)], linear, 0],
    ['v24.21.0', 'an environment that takes longer', [round(100, 351, 352)], linear, 0],
    ['v20.20.2', 'further environments that take longer', [round(100, 100, 231)], linear, 1],
    ['v24.21.0', 'further environments that take longer', [round(100, 100, 201)], linear, 1],
    ['v24.21.0', 'a synth that needs more memory', [round(100, 100, 100, 257)], linear, 2],
    ['v24.21.0', 'a cost that grows', [round(100, 100, 100)], copies((count) => count ** 2), 3],
  ])('are not met on %s by %s', (node, _, rounds, all, index) => {
    expect(goals(rounds, all, node).map(([, met]) => met)).toEqual([0, 1, 2, 3].map((one) => one !== index));
  });

  test.each([
    ['v20.19.0', [5, 1.3]],
    ['v22.12.0', [5, 1.3]],
    ['v24.0.0', [3.5, 1]],
    ['v26.1.0', [3.5, 1]],
  ])('are those of the running version: %s', (version, expected) => {
    const { alone, further } = limitsOf(version);
    expect([alone, further]).toEqual(expected);
  });

  test.each(['v18.20.0', 'latest'])('are none for %s', (version) => {
    expect(() => limitsOf(version)).toThrow(`there are no goals for Node.js ${version}`);
  });
});

test('the table has the medians with their extremes, and the goals', () => {
  expect(table(report([round(100, 250, 300), round(90, 200, 250), round(110, 400, 500)], linear, limitsOf('v24.21.0')))).toBe(
    [
      '                                       median ms  min  max  processor ms  peak MB',
      "require('cdktf')                             110  100  120           100       60",
      'main.ts one                                  135  110  210           125       80',
      'main.ts two                                  260  210  410           250       90',
      'main.ts, all environments                    310  260  510           300      100',
      'in one process, each environment × 1                                 105',
      'in one process, each environment × 10                                150',
      'in one process, each environment × 20                                200',
      '',
      'synth of the costliest environment, in times of loading cdktf           2.50 ×   ≤ 3.5 ×  met',
      'each further environment, in the same                                   0.50 ×     ≤ 1 ×  met',
      'peak memory of all environments                                      100.00 MB  ≤ 256 MB  met',
      'cost of one more environment among many, in times of that among few     1.00 ×   ≤ 1.5 ×  met',
    ].join('\n'),
  );
});

test('copies have names of their own, and the rest of the original', () => {
  const known = { local: { name: 'local', sizing: 'laptop' }, production: { name: 'production', sizing: 'recommended' } };
  expect(copiesOf(known, 2)).toEqual({
    copy1of1: { name: 'copy1of1', sizing: 'laptop' },
    copy2of1: { name: 'copy2of1', sizing: 'recommended' },
    copy1of2: { name: 'copy1of2', sizing: 'laptop' },
    copy2of2: { name: 'copy2of2', sizing: 'recommended' },
  });
});
