/** Every environment by its name. A new one is a file and a line here. */
import type { EnvironmentInput } from '../environment';
import { local } from './local';
import { production } from './production';
import { staging } from './staging';

export const environments: Readonly<Record<string, EnvironmentInput>> = { local, staging, production };
