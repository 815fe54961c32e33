import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import type { SecurityGroupName } from '../../config';

export interface EmptySecurityGroupProps {
  /** Prefix of its name; AWS appends what makes it unique. */
  readonly name: string;
  /** Never changes: AWS would replace the group for another description. */
  readonly description: string;
  readonly vpcId: string;
}

/**
 * A security group without rules: nothing in, nothing out, since Terraform removes the default rule that lets everything out. Rules are
 * resources of their own; an inline rule would make Terraform delete all others.
 *
 * A group cannot be deleted while it is in use, so its replacement is created first. Both then exist for a while, and a name must be unique
 * in a network: hence a prefix.
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
      // AWS cannot change a description: rewording it would replace the group and cut off everything in it.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ['description'] },
    });
    this.id = group.id;
  }
}

export interface SecurityGroupsProps {
  readonly environment: string;
  readonly vpcId: string;
}

/** Groups of everything that is not a pod, created before it. */
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
