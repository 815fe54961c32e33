import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Text of a shell or Python program that stands beside its construct: `programFile(__dirname, 'start.sh')`. It is used as committed:
 * whatever differs between environments reaches it as variables of its container.
 */
export const programFile = (directory: string, name: string): string => readFileSync(join(directory, name), 'utf8');
