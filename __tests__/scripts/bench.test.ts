import { copiesOf } from '../../scripts/bench/copies';
import { growth, median, report, table, type Copies, type Round } from '../../scripts/bench/report';

const round = (baseline: number, synth: number, peakMegabytes = 100): Round => ({
  baseline: { milliseconds: baseline, processorMilliseconds: baseline + 10, peakMegabytes: 60 },
  synth: { milliseconds: synth, processorMilliseconds: synth + 20, peakMegabytes },
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
  const goals = (rounds: Round[], all: Copies[] = linear) => report(rounds, all).goals.map(({ measured, met }) => [measured, met]);

  test('are the ratio, the memory and the growth', () => {
    expect(goals([round(100, 250)])).toEqual([
      [2.5, true],
      [100, true],
      [expect.closeTo(1), true],
    ]);
  });

  test('compare within a round: a round under load counts like any other', () => {
    expect(goals([round(100, 300), round(1000, 3000), round(100, 320)])[0]).toEqual([3, true]);
  });

  test.each([
    ['a synth that takes longer', [round(100, 401)], linear, 0],
    ['a synth that needs more memory', [round(100, 100, 257)], linear, 1],
    ['a cost that grows', [round(100, 100)], copies((count) => count ** 2), 2],
  ])('are not met by %s', (_, rounds, all, index) => {
    expect(goals(rounds, all).map(([, met]) => met)).toEqual([0, 1, 2].map((one) => one !== index));
  });
});

test('the table has the medians with their extremes, and the goals', () => {
  expect(table(report([round(100, 250), round(90, 300), round(110, 500)], linear))).toBe(
    [
      '                                       median ms  min  max  processor ms  peak MB',
      "require('cdktf')                             100   90  110           110       60",
      'main.ts, all environments                    300  250  500           320      100',
      'in one process, each environment × 1                                 105',
      'in one process, each environment × 10                                150',
      'in one process, each environment × 20                                200',
      '',
      'synth of all environments, in times of loading cdktf                    3.33 ×     ≤ 4 ×  met',
      'peak memory of it                                                    100.00 MB  ≤ 256 MB  met',
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
