import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { Construct } from 'constructs';

export interface BudgetProps {
  /** Name of the environment, and the value of the tag that its resources carry. */
  readonly environment: string;
  /** What the account may cost in a month, in US dollars. */
  readonly monthlyUsd: number;
  /** Who is told. */
  readonly emails: readonly string[];
}

/** Of the budget, when somebody is told: in time to look, and when the month will not hold. */
const alarms = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/**
 * What an account may cost in a month. It counts all of the account, not what carries the environment's tag: what somebody made by hand
 * costs too, and a tag counts only after it was activated for billing.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create.html
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { environment, monthlyUsd, emails }: BudgetProps) {
    super(scope, id);
    new BudgetsBudget(this, 'Resource', {
      name: `${environment}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(monthlyUsd),
      limitUnit: 'USD',
      notification: alarms.map((alarm) => ({
        ...alarm,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
        subscriberEmailAddresses: [...emails],
      })),
    });
  }
}
