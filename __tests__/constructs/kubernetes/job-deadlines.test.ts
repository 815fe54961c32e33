import { jobDeadlines } from '../../../constructs/kubernetes/job-deadlines';

test.each([
  [0, 60, 0],
  [1, 900, 10],
  [2, 900, 30],
  [7, 900, 10 + 20 + 40 + 80 + 160 + 320 + 360],
])('with %i retries of %i s, the sum has every attempt and a back-off of %i s', (retries, deadlineSeconds, backOff) => {
  const { jobSeconds, timeouts } = jobDeadlines({ deadlineSeconds, retries });
  expect(jobSeconds).toBe((retries + 1) * (deadlineSeconds + 150) + backOff);
  expect(parseInt(timeouts.create)).toBeGreaterThan(jobSeconds);
});
