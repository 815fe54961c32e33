/** What the bootstrap of an account lets its roles do, as it is written. */
import type { BootstrapConfig } from '../../../config';
import { BootstrapStack } from '../../../stacks/bootstrap';
import { resourcesOf, synthesizeApp } from '../environments';
import { statementsOf, type PolicyStatement } from './evaluate';

/** How the policies name the key of the states. */
export const STATE_KEY = '${aws_kms_key.Bootstrap_States_Key.arn}';

export const roleStatements = (config: BootstrapConfig, role: 'PlanRole' | 'ApplyRole'): readonly PolicyStatement[] =>
  synthesizeApp((app) => void new BootstrapStack(app, config))
    .flatMap(resourcesOf)
    .filter(({ type, address }) => type === 'aws_iam_policy' && address.includes(`.Bootstrap_${role}_`))
    .flatMap(({ body }) => statementsOf(body['policy']));
