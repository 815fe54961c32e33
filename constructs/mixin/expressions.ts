/** Parts of PromQL that alerts of several boxes have. */

/** At night one of two requests may fail: fewer bad events than this say nothing of a service, whatever their share. */
const LEAST_EVENTS = 5;

/** Seconds of the window that rates of alerts are taken over. */
const WINDOW_SECONDS = 300;

/** Whether a rate per second over five minutes is of enough events for its share to mean something. */
export const enough = (rate: string): string => `${rate} * ${WINDOW_SECONDS} >= ${LEAST_EVENTS}`;

/** The same of a number of events. */
export const enoughEvents = (events: string): string => `${events} >= ${LEAST_EVENTS}`;

/** A matcher for one of several values: a regular expression only where there are several. */
export const oneOf = (label: string, values: readonly string[]): string =>
  values.length === 1 ? `${label}="${values[0] ?? ''}"` : `${label}=~"${values.join('|')}"`;
