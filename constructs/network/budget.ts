import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { Construct } from 'constructs';

export interface BudgetProps {
  /** Name of the environment, and value of its resources' tag. */
  readonly environment: string;
  /** Monthly budget of the account, in US dollars. */
  readonly monthlyUsd: number;
  /** Addresses that are notified. */
  readonly emails: readonly string[];
}

/** Percentages of the budget at which people are notified: early enough to look, and when the forecast exceeds the month. */
const alarms = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/**
 * Monthly budget of an account. It counts the whole account, not only what carries the environment's tag: resources created by hand cost
 * money too, and a tag only counts after it has been activated for billing.
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
