/** Permissions of Patroni in its namespace. */

export interface AccessRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/** Objects that Patroni keeps: settings, the leader, synchronous members, and a requested failover. */
const keptObjects = ['config', 'leader', 'sync', 'failover'];

/**
 * Only the calls it makes with ConfigMaps as its store, and nothing that reads a Secret. Neither listing nor creating can be restricted to
 * names. It deletes nothing. https://patroni.readthedocs.io/en/latest/kubernetes.html
 */
export const accessRules = (scope: string, pods: readonly string[]): AccessRule[] => [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
  { apiGroups: [''], resources: ['configmaps'], resourceNames: keptObjects.map((name) => `${scope}-${name}`), verbs: ['get', 'patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['pods'], resourceNames: [...pods], verbs: ['patch'] },
];
