import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { RoleBindingV1 } from '@cdktf/provider-kubernetes/lib/role-binding-v1';
import { RoleV1, type RoleV1Rule } from '@cdktf/provider-kubernetes/lib/role-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import { componentLabels } from '../kubernetes';

export interface ReaderAccessProps {
  /** Name of the ServiceAccount, and of the roles. */
  readonly name: string;
  /** Where the account is created. */
  readonly namespace: string;
  /** Namespaces in which it may read, its own among them. */
  readonly namespaces: readonly string[];
  /** What it may read in each of them. */
  readonly rules: readonly RoleV1Rule[];
  /** Cluster-scoped resources it may read, such as nodes. */
  readonly clusterRules: readonly RoleV1Rule[];
  /** Resources that must exist before it; default none. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Read access of an account to the API server: objects in a few namespaces and, cluster-wide, only cluster-scoped ones. */
export class ReaderAccess extends Construct {
  /** A pod that starts before them cannot do its work. */
  readonly resources: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, namespace, namespaces, rules, clusterRules, dependsOn = [] }: ReaderAccessProps) {
    super(scope, id);
    const labels = componentLabels(name);
    const subject = [{ kind: 'ServiceAccount', name, namespace }];
    const role = (kind: 'Role' | 'ClusterRole', roleName: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: roleName });
    // The namespace is part of the name: two environments may share a cluster.
    const clusterName = `${namespace}-${name}`;
    this.resources = [
      ...namespaces.flatMap((where) => {
        const metadata = { name, namespace: where, labels };
        return [
          new RoleV1(this, `${constructId(where)}Role`, { metadata, rule: [...rules], dependsOn: [...dependsOn] }),
          new RoleBindingV1(this, `${constructId(where)}Binding`, {
            metadata,
            roleRef: role('Role', name),
            subject,
            dependsOn: [...dependsOn],
          }),
        ];
      }),
      new ClusterRoleV1(this, 'ClusterRole', { metadata: { name: clusterName, labels }, rule: [...clusterRules] }),
      new ClusterRoleBindingV1(this, 'ClusterBinding', {
        metadata: { name: clusterName, labels },
        roleRef: role('ClusterRole', clusterName),
        subject,
      }),
    ];
  }
}
