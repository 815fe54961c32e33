/** Rules between an environment and its account. */
import type { AutomationConfig } from '../target/automation';
import type { Problem } from './rule';

/** The roles plan and apply where they are: Terraform refuses to run with credentials of another account. */
export const accountProblems = (accountId: string, automation: Pick<AutomationConfig, 'planRole' | 'applyRole'>): readonly Problem[] =>
  (['planRole', 'applyRole'] as const)
    .filter((role) => automation[role].split(':')[4] !== accountId)
    .map((role) => ({ path: `automation.${role}`, message: `must be a role of aws.accountId ${accountId}; got "${automation[role]}"` }));
