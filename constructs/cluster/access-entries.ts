import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { CreatedEksConfig } from '../../config';
import { constructId } from '../terraform/construct-id';

export interface AccessEntriesProps {
  readonly cluster: string;
  /** ARN of the role that applies: it may do everything. */
  readonly applyRole: string;
  /** ARN of the role that plans: it may read everything, Secrets included, because a plan reads every object again. */
  readonly planRole: string;
  /** Everyone else, by name. */
  readonly people: CreatedEksConfig['people'];
  /** Name of the cluster, known before the cluster exists. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const policies = { admin: 'AmazonEKSClusterAdminPolicy', 'view-all': 'AmazonEKSAdminViewPolicy', view: 'AmazonEKSViewPolicy' };

/** Who may use the API server. Nobody else may, not even whoever created the cluster. */
export class AccessEntries extends Construct {
  constructor(scope: Construct, id: string, { cluster, applyRole, planRole, people, dependsOn }: AccessEntriesProps) {
    super(scope, id);
    const grant = (name: string, principalArn: string, access: keyof typeof policies) => {
      const entry = new EksAccessEntry(this, name, { clusterName: cluster, principalArn, type: 'STANDARD', dependsOn: [...dependsOn] });
      new EksAccessPolicyAssociation(this, `${name}Policy`, {
        clusterName: cluster,
        principalArn,
        policyArn: `arn:aws:eks::aws:cluster-access-policy/${policies[access]}`,
        accessScope: { type: 'cluster' },
        dependsOn: [entry], // by ARN alone, Terraform would create both at once
      });
    };
    grant('ApplyRole', applyRole, 'admin');
    grant('PlanRole', planRole, 'view-all');
    for (const [name, { principal, access }] of Object.entries(people)) grant(`Person${constructId(name)}`, principal, access);
  }
}
