/** Alerts on error budgets: each pair of windows on its own, and what neither may fire for. */
import type { AlertTests, Expected, Series } from '../../../support/monitoring/rule-test';

const backend = 'component="backend",pod="backend-1"';
const requests = (status: string) => `http_requests_total{${backend},method="GET",route="/api",status="${status}"}`;
const streams = (outcome: string) => `llm_streams_total{${backend},outcome="${outcome}"}`;
const firstToken = (name: string, le = '') =>
  `llm_time_to_first_token_seconds_${name}{${backend},provider="one"${le === '' ? '' : `,le="${le}"`}}`;

/** For so many minutes so many a minute are counted, of which so many are bad. */
interface Phase {
  readonly minutes: number;
  readonly all: number;
  readonly bad: number;
}

/** A counter in promtool's notation. */
function counter(phases: readonly Phase[], perMinute: (phase: Phase) => number): string {
  let total = 0;
  const parts = phases.map((phase) => {
    const part = `${total}+${perMinute(phase)}x${phase.minutes - 1}`;
    total += perMinute(phase) * phase.minutes;
    return part;
  });
  return parts.join(' ');
}

const failing = (...phases: readonly Phase[]): Series => ({
  [requests('200')]: counter(phases, ({ all, bad }) => all - bad),
  [requests('503')]: counter(phases, ({ bad }) => bad),
});
const late = (...phases: readonly Phase[]): Series => ({
  [firstToken('count')]: counter(phases, ({ all }) => all),
  [firstToken('bucket', '10.0')]: counter(phases, ({ all, bad }) => all - bad),
});
const failed = (share: string): readonly Expected[] => [
  { labels: { component: 'backend' }, description: `backend: ${share} of the requests failed or were cut; the objective allows 1 %.` },
];
const waited = (share: string): readonly Expected[] => [
  {
    labels: { component: 'backend' },
    description: `backend: ${share} of the streams waited longer than 10 s for their first token; the objective allows 5 %.`,
  },
];

export const objectiveTests: AlertTests = {
  AvailabilityBudgetBurnsFast: {
    fires: { series: failing({ minutes: 60, all: 100, bad: 10 }), atMinutes: 50, alerts: failed('10%') },
    alsoFires: [
      // A quarter of an hour: much for an hour, little for longer.
      { series: failing({ minutes: 190, all: 100, bad: 0 }, { minutes: 20, all: 100, bad: 95 }), atMinutes: 204, alerts: failed('18.52%') },
    ],
    silent: {
      because: 'it is over, though the last hours were bad',
      series: failing({ minutes: 60, all: 100, bad: 20 }, { minutes: 60, all: 100, bad: 0 }),
      atMinutes: 110,
    },
    alsoSilent: [
      { because: 'three times the budget is for the working day', series: failing({ minutes: 60, all: 100, bad: 3 }), atMinutes: 50 },
      {
        because: 'one request in ten minutes, and it fails: that is too few to say',
        series: failing({ minutes: 90, all: 0.1, bad: 0.1 }),
        atMinutes: 80,
      },
      {
        because: 'one bad minute is much for five and little for an hour',
        series: failing({ minutes: 90, all: 100, bad: 0 }, { minutes: 1, all: 100, bad: 100 }, { minutes: 20, all: 100, bad: 0 }),
        atMinutes: 94,
      },
    ],
  },
  AvailabilityBudgetBurnsSlowly: {
    fires: {
      series: { [requests('200')]: '0+1000x60', [streams('whole')]: '0+240x60', [streams('cut')]: '0+40x60' },
      atMinutes: 50,
      alerts: failed('4%'),
    },
    alsoFires: [{ series: failing({ minutes: 60, all: 1000, bad: 20 }), atMinutes: 50, alerts: failed('2%') }],
    silent: { because: 'the budget of 1 % is there to be used', series: failing({ minutes: 60, all: 1000, bad: 8 }), atMinutes: 50 },
    alsoSilent: [
      {
        because: 'ten bad minutes are over for longer than six hours',
        series: failing({ minutes: 10, all: 1000, bad: 500 }, { minutes: 390, all: 1000, bad: 0 }),
        atMinutes: 385,
      },
      { because: 'two requests of twenty are too few to say', series: failing({ minutes: 60, all: 0.4, bad: 0.04 }), atMinutes: 50 },
    ],
  },
  FirstTokenBudgetBurnsFast: {
    fires: { series: late({ minutes: 60, all: 100, bad: 40 }), atMinutes: 50, alerts: waited('40%') },
    alsoFires: [
      { series: late({ minutes: 180, all: 100, bad: 0 }, { minutes: 60, all: 100, bad: 95 }), atMinutes: 232, alerts: waited('79.17%') },
    ],
    silent: { because: 'three late streams at night are no measure', series: late({ minutes: 90, all: 0.05, bad: 0.04 }), atMinutes: 80 },
    alsoSilent: [
      { because: 'three times the budget is for the working day', series: late({ minutes: 60, all: 100, bad: 15 }), atMinutes: 50 },
      {
        because: 'it is over',
        series: late({ minutes: 120, all: 100, bad: 95 }, { minutes: 60, all: 100, bad: 0 }),
        atMinutes: 170,
      },
    ],
  },
  FirstTokenBudgetBurnsSlowly: {
    fires: { series: late({ minutes: 60, all: 1000, bad: 200 }), atMinutes: 50, alerts: waited('20%') },
    alsoFires: [{ series: late({ minutes: 60, all: 1000, bad: 100 }), atMinutes: 50, alerts: waited('10%') }],
    silent: {
      because: 'ten bad minutes are over for hours, and a day has more than them',
      series: late({ minutes: 90, all: 100, bad: 0 }, { minutes: 10, all: 100, bad: 100 }, { minutes: 140, all: 100, bad: 0 }),
      atMinutes: 235,
    },
    alsoSilent: [
      { because: 'one in twenty-five may be late', series: late({ minutes: 60, all: 100, bad: 4 }), atMinutes: 50 },
      { because: 'three late streams of six are no measure', series: late({ minutes: 60, all: 0.1, bad: 0.05 }), atMinutes: 50 },
    ],
  },
};
