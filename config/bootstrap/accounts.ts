/** What every account of AWS is given once. A new account is an entry here. */
import type { z } from 'zod';
import type { bootstrapField } from '.';

/** The repository whose workflows plan and apply. */
const github = { owner: 'openrouter', ownerId: 1, repository: 'infrastructure', repositoryId: 1 } as const;

/** Accounts by the names of their stacks. Numbers are of nobody: set your own before the first apply (docs/bootstrap.md). */
export const bootstraps: Readonly<Record<string, z.input<typeof bootstrapField>>> = {
  'bootstrap-production': {
    account: 'production',
    accountId: '000000000000',
    region: 'eu-central-1',
    environments: ['production'],
    github,
  },
  'bootstrap-staging': {
    account: 'staging',
    accountId: '000000000001',
    region: 'eu-central-1',
    environments: ['staging'],
    productionSecrets: false,
    github,
  },
};
