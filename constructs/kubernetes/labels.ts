/**
 * The labels of a component's objects and pods. Services, budgets, spreads and network policies select by them, and a Deployment's selector
 * cannot be changed: neither may these.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export const componentLabels = (name: string): Record<string, string> => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': 'massrouter',
});
