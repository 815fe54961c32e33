import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import type { SecurityGroupName } from '../../config';

export interface EmptySecurityGroupProps {
  /** Its name is this and what AWS is given to make it unique. */
  readonly name: string;
  /** Never changes: another description is another group. */
  readonly description: string;
  readonly vpcId: string;
}

/**
 * A security group without rules: nothing in, nothing out, since Terraform takes away the rule that lets everything out. Rules are resources
 * of their own; a rule written in here would make Terraform delete all others.
 *
 * Whatever carries a group keeps it from being deleted, so a new one comes before the old one goes. Both exist for a while, and a name exists
 * once in a network: therefore a prefix.
 */
export class EmptySecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { name, description, vpcId }: EmptySecurityGroupProps) {
    super(scope, id);
    const group = new SecurityGroup(this, 'Resource', {
      namePrefix: `${name}-`,
      description,
      vpcId,
      tags: { Name: name },
      // AWS cannot change a description: for another wording the group would be replaced, and all that stands in it cut off.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['description'] },
    });
    this.id = group.id;
  }
}

export interface SecurityGroupsProps {
  readonly environment: string;
  readonly vpcId: string;
}

/** The groups of what is no pod, made before any of it. */
export class SecurityGroups extends Construct {
  readonly ids: Readonly<Record<SecurityGroupName, string>>;

  constructor(scope: Construct, id: string, { environment, vpcId }: SecurityGroupsProps) {
    super(scope, id);
    const group = (groupId: string, what: string, description: string) =>
      new EmptySecurityGroup(this, groupId, { name: `${environment}-${what}`, description, vpcId }).id;
    this.ids = {
      loadBalancer: group('LoadBalancer', 'load-balancer', 'The load balancer of the hosts'),
      postgres: group('Postgres', 'postgres', 'Members of the PostgreSQL cluster'),
      redis: group('Redis', 'redis', 'Members of the Redis cluster'),
    };
  }
}
