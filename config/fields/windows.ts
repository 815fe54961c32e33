/** Windows in which a managed service works on itself. In UTC; the services refuse two that overlap. */
import { z } from 'zod';

const time = '([01]\\d|2[0-3]):[0-5]\\d';
/** Days of the week, as cron numbers them. */
export const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const day = `(${days.join('|')})`;

/** A window of every day. */
export const dailyWindowField = z
  .string()
  .regex(new RegExp(`^${time}-${time}$`), 'must be two times of a day in UTC, such as "03:00-04:00"')
  .refine((window) => minutesOf(window) >= 60, 'must be an hour or longer');

/** A window of every week. */
export const weeklyWindowField = z
  .string()
  .regex(new RegExp(`^${day}:${time}-${day}:${time}$`), 'must be two times of a week in UTC, in lower case, such as "sun:05:00-sun:06:00"')
  .refine((window) => minutesOf(window) >= 60, 'must be an hour or longer');

const MINUTES_OF_DAY = 24 * 60;

/** Minutes since the beginning of the day, or of the week where a day is named. */
function minuteOf(moment: string): number {
  const [minute = 0, hour = 0] = moment.split(':').slice(-2).reverse().map(Number);
  return (
    Math.max(
      0,
      days.findIndex((name) => moment.startsWith(name)),
    ) *
      MINUTES_OF_DAY +
    hour * 60 +
    minute
  );
}

const edges = (window: string): readonly [number, number] => {
  const [from = '', to = ''] = window.split('-');
  return [minuteOf(from), minuteOf(to)];
};

/** How long it is; one that ends before it begins goes over the end of the day, or of the week. */
function minutesOf(window: string): number {
  const [from, to] = edges(window);
  const cycle = window.length > 'hh:mm-hh:mm'.length ? days.length * MINUTES_OF_DAY : MINUTES_OF_DAY;
  return (to - from + cycle) % cycle;
}

/** Whether a window of every day and one of every week have a minute in common. */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const week = days.length * MINUTES_OF_DAY;
  const weeklyFrom = edges(weekly)[0];
  return days.some((_, index) => {
    const dailyFrom = index * MINUTES_OF_DAY + edges(daily)[0];
    const after = (dailyFrom - weeklyFrom + week) % week;
    const before = (weeklyFrom - dailyFrom + week) % week;
    return after < minutesOf(weekly) || before < minutesOf(daily);
  });
}

const HOUR_MINUTES = 60;
const clock = (minute: number): string =>
  [Math.floor(minute / HOUR_MINUTES) % 24, minute % HOUR_MINUTES].map((part) => String(part).padStart(2, '0')).join(':');

/** The minutes from an hour of every day on, as a window. */
export const dailyWindow = (hour: number, minutes: number): string =>
  `${clock(hour * HOUR_MINUTES)}-${clock(hour * HOUR_MINUTES + minutes)}`;

/** Whether what begins at an hour of every day, and what begins at an hour of one day of the week, may run at the same time. */
export function weeklyOverlap(
  daily: { readonly hour: number; readonly minutes: number },
  weekly: { readonly day: (typeof days)[number]; readonly hour: number; readonly minutes: number },
): boolean {
  const from = days.indexOf(weekly.day) * MINUTES_OF_DAY + weekly.hour * HOUR_MINUTES;
  const until = from + weekly.minutes;
  const untilDay = days[Math.floor(until / MINUTES_OF_DAY) % days.length];
  return windowsOverlap(
    dailyWindow(daily.hour, daily.minutes),
    `${weekly.day}:${clock(weekly.hour * HOUR_MINUTES)}-${untilDay}:${clock(until % MINUTES_OF_DAY)}`,
  );
}

/** From a month on. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays = [30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** How long CloudWatch keeps log lines: the periods it offers. */
export const logRetentionField = z
  .literal(retentionDays, `must be ${retentionDays.join(', ')}`)
  .default(365)
  .describe('Days that log lines are kept, one of the periods of CloudWatch Logs. Default: a year, as most audits ask for.');
