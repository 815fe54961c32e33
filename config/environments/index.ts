/** Every environment by its name. A new one is a file and a line here. */
import type { EnvironmentInput } from '../environment';
import { local } from './local';

export const environments: Readonly<Record<string, EnvironmentInput>> = { local };
