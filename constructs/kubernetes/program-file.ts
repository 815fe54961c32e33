import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of a shell or Python program that stands beside its construct: `programFile(__dirname, 'start.sh')`. It is as it is committed:
 * what differs from one environment to the next reaches it as variables of its container.
 */
export const programFile = (directory: string, name: string): string => readFileSync(join(directory, name), 'utf8');
