import { PRIVATE_PATHS } from '../proxy';

/** A condition of a rule takes so many characters. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_PathPatternConditionConfig.html */
export const LONGEST_PATTERN = 128;

/** One character of a path in every way it can be written: in capitals, and percent-encoded. */
function everyForm(character: string): string {
  const lower = character.toLowerCase();
  const upper = character.toUpperCase();
  const [a, b] = [upper, lower].map((form) => form.charCodeAt(0).toString(16));
  if (lower === upper || a === undefined || b === undefined) throw new Error(`a path of letters, not with ${character}`);
  // Capital and small letter differ in the first digit of their codes: `4d` and `6d`.
  const last = a.charAt(1);
  const digits = /\d/.test(last) ? last : `[${last.toUpperCase()}${last}]`;
  return `([${upper}${lower}]|%[${a.charAt(0)}${b.charAt(0)}]${digits})`;
}

/**
 * A private path and all below it, as patterns of a listener's rule: `/metrics`, `/METRICS/x`, `/%6Detrics;x` and `/metrics.json`, but not
 * `/metrics-guide`. Paths are normalized before rules are asked; the encoded forms are in the pattern because what is forwarded may not be.
 * Written for an engine that matches anywhere and for one that matches as a whole; neither knows look-ahead.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
export const privatePathPatterns: readonly string[] = PRIVATE_PATHS.map(
  (path) => `^/[/.]*${[...path.slice(1)].map(everyForm).join('')}([^A-Za-z0-9_-].*)?$`,
);
