import { dailyWindowField, logRetentionField, weeklyWindowField, windowsOverlap } from '../../../config/fields/windows';

test.each([
  ['03:00-04:00', true],
  ['23:30-00:30', true],
  ['03:00-03:59', false],
  ['3:00-4:00', false],
  ['24:00-01:00', false],
  ['03:00', false],
  ['03:00-03:00', false],
])('%s as a window of every day: %s', (window, allowed) => {
  expect(dailyWindowField.safeParse(window).success).toBe(allowed);
});

test.each([
  ['sun:05:00-sun:06:00', true],
  ['sat:23:30-sun:00:30', true],
  ['Sun:05:00-Sun:06:00', false],
  ['sun:05:00-06:00', false],
  ['sun:05:00-sun:05:30', false],
  ['someday:05:00-sun:06:00', false],
])('%s as a window of every week: %s', (window, allowed) => {
  expect(weeklyWindowField.safeParse(window).success).toBe(allowed);
});

test.each([
  ['03:00-04:00', 'sun:05:00-sun:06:00', false],
  ['03:00-05:00', 'sun:05:00-sun:06:00', false],
  ['06:00-07:00', 'sun:05:00-sun:06:00', false],
  ['04:30-05:30', 'sun:05:00-sun:06:00', true],
  ['05:30-06:30', 'wed:05:00-wed:06:00', true],
  ['04:00-08:00', 'wed:05:00-wed:06:00', true],
  ['05:15-05:45', 'wed:05:00-wed:06:00', true],
  ['23:30-00:30', 'sun:00:00-sun:01:00', true],
  ['23:30-00:30', 'sun:00:30-sun:01:30', false],
  ['00:00-01:00', 'sat:23:30-sun:00:30', true],
  ['12:00-13:00', 'mon:01:00-tue:01:00', true],
])('%s and %s have a minute in common: %s', (daily, weekly, overlap) => {
  expect(windowsOverlap(daily, weekly)).toBe(overlap);
});

test('logs are kept for a year, or another period that CloudWatch offers', () => {
  expect(logRetentionField.parse(undefined)).toBe(365);
  expect(logRetentionField.safeParse(90).success).toBe(true);
  expect(logRetentionField.safeParse(100).success).toBe(false);
  expect(logRetentionField.safeParse(7).success).toBe(false);
});
