/** What Patroni may do in its namespace. */

export interface AccessRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/** Objects that Patroni keeps: settings, who is primary, who is in step, and a wish for another primary. */
const keptObjects = ['config', 'leader', 'sync', 'failover'];

/**
 * No more than it calls with ConfigMaps as its store, and nothing that reads a Secret. Lists cannot be restricted to names, nor can
 * creation. It deletes nothing. https://patroni.readthedocs.io/en/latest/kubernetes.html
 */
export const accessRules = (scope: string, pods: readonly string[]): AccessRule[] => [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
  { apiGroups: [''], resources: ['configmaps'], resourceNames: keptObjects.map((name) => `${scope}-${name}`), verbs: ['get', 'patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
  { apiGroups: [''], resources: ['pods'], resourceNames: [...pods], verbs: ['patch'] },
];
