/** `npm run explain -- streaming [environment…]` prints the inequalities of the streaming chain, their margins, and their sources. */
import { chainTable, ConfigError, loadEnvironments } from '../config';

const topics = ['streaming'];

/** @throws ConfigError for an unknown topic or environment. */
export function explain([topic, ...names]: readonly string[]): string {
  if (topic === undefined || !topics.includes(topic)) {
    throw new ConfigError(`usage: npm run explain -- <topic> [environment…]; topics: ${topics.join(', ')}`);
  }
  return loadEnvironments(names)
    .map(({ name, streaming }) => [`${name}:`, ...chainTable(streaming).map((line) => `  ${line}`)].join('\n'))
    .join('\n\n');
}

if (require.main === module) {
  try {
    console.log(explain(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
