/**
 * Labels of a component's objects and pods. Services, budgets, spreads and network policies select by them. A Deployment's selector cannot
 * be changed, so changing a label replaces the workload.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export const componentLabels = (name: string): Record<string, string> => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': 'massrouter',
});
