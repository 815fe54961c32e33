import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { RoleV1 } from '@cdktf/provider-kubernetes/lib/role-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { componentLabels } from '../../kubernetes';
import { accessRules } from './access';

export interface MemberAccountProps {
  /** Name of the cluster and of these objects. */
  readonly name: string;
  readonly namespace: string;
  /** Names of the members' pods. */
  readonly pods: readonly string[];
}

/** The members' account at the API server. */
export class MemberAccount extends Construct {
  /** A pod that starts before them cannot do its work. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, namespace, pods }: MemberAccountProps) {
    super(scope, id);
    const metadata = { name, namespace, labels: componentLabels(name) };
    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const role = new RoleV1(this, 'Role', { metadata, rule: accessRules(name, pods) });
    const binding = new RoleBindingV1(this, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subject: [{ kind: 'ServiceAccount', name, namespace }],
    });
    this.resources = [account, role, binding];
  }
}
