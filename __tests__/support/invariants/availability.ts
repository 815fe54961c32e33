/** Pods go one at a time, and not before they have ended what they were doing. */
import type { SynthesizedStack } from '../environments';
import type { Guard } from './synthesis';
import { at, blocksAt, kindOf, kubernetes, listAt, numberAt, seconds, selects, textAt } from './blocks';
import { configOf, podsOf, type Pod } from './pods';

const isReplicated = ({ resource }: Pod): boolean => ['deployment', 'stateful_set'].includes(kindOf(resource.type));

const autoscalersOf = (stack: SynthesizedStack, { resource, namespace }: Pod) =>
  kubernetes(stack, ['horizontal_pod_autoscaler']).filter(
    ({ body }) =>
      textAt(body, 'metadata.namespace') === namespace &&
      textAt(body, 'spec.scale_target_ref.name') === textAt(resource.body, 'metadata.name') &&
      resource.type.startsWith(
        `kubernetes_${textAt(body, 'spec.scale_target_ref.kind')
          ?.replace(/(?!^)(?=[A-Z])/g, '_')
          .toLowerCase()}`,
      ),
  );

/** How many there are at least. */
const replicasOf = (stack: SynthesizedStack, pod: Pod): number => {
  const minimum = autoscalersOf(stack, pod).map(({ body }) => numberAt(body, 'spec.min_replicas') ?? 1)[0];
  return minimum ?? numberAt(pod.resource.body, 'spec.replicas') ?? 1;
};

export const autoscaling: Guard = (stack) => [
  ...podsOf(stack)
    .filter((pod) => autoscalersOf(stack, pod).length > 0 && at(pod.resource.body, 'spec.replicas') !== undefined)
    .map(({ address }) => `${address}: has replicas, which every apply would set against its autoscaler`),
  ...kubernetes(stack, ['horizontal_pod_autoscaler'])
    .filter(({ address }) => !podsOf(stack).some((pod) => autoscalersOf(stack, pod).some((one) => one.address === address)))
    .map(({ address }) => `${address}: scales nothing of this stack`),
];

export const disruption: Guard = (stack) =>
  podsOf(stack)
    .filter((pod) => isReplicated(pod) && replicasOf(stack, pod) >= 2)
    .flatMap((pod) => {
      const spread = blocksAt(pod.spec, 'topology_spread_constraint');
      const budgets = kubernetes(stack, ['pod_disruption_budget']).filter(
        ({ body }) => textAt(body, 'metadata.namespace') === pod.namespace && selects(at(body, 'spec.selector'), pod.labels),
      );
      const problems = [
        ...(spread.length === 0 ? ['has replicas but no topology_spread_constraint'] : []),
        ...spread
          .filter((constraint) => textAt(constraint, 'node_taints_policy') !== 'Honor')
          .map((constraint) => `counts zones and hosts that take no pods: ${String(at(constraint, 'topology_key'))}`),
        ...spread
          .filter((constraint) => !selects(at(constraint, 'label_selector'), pod.labels))
          .map((constraint) => `is not spread by ${String(at(constraint, 'topology_key'))}: the selector selects other pods`),
        ...(budgets.length === 1 ? [] : [`is selected by ${budgets.length} PodDisruptionBudgets, not by one`]),
        ...budgets.filter(({ body }) => !allowsOne(body, replicasOf(stack, pod))).map(({ address }) => `${address} lets no pod go`),
      ];
      return problems.map((problem) => `${pod.address}: ${problem}`);
    });

const allowsOne = (budget: unknown, replicas: number): boolean => {
  const [most, least] = ['max_unavailable', 'min_available'].map((name) => numberAt(budget, `spec.${name}`));
  return (most === undefined || most >= 1) && (least === undefined || least < replicas);
};

/** How a program is told how long it may take to stop: a variable, or a line of its configuration. */
const drains = [/^worker_shutdown_timeout (\d+[smh]?)/m, /^\s*hard-stop-after (\d+[smh]?)/m];

function drainSeconds(stack: SynthesizedStack, pod: Pod): number {
  const config = configOf(stack, pod);
  const variables = pod.containers
    .flatMap(({ body }) => blocksAt(body, 'env'))
    .filter((variable) => at(variable, 'name') === 'DRAIN_SECONDS');
  const lines = Object.values(config).flatMap((text) => drains.flatMap((drain) => drain.exec(text)?.[1] ?? []));
  const numbers = [config['DRAIN_SECONDS'], ...variables.map((variable) => textAt(variable, 'value'))].map((value) => Number(value ?? 0));
  return Math.max(0, ...numbers, ...lines.map((line) => (/[smh]$/.test(line) ? seconds(line) : Number(line))));
}

/** The longest sleep of the preStop hooks, which run side by side. */
export const preStopSeconds = ({ containers }: Pod): number =>
  Math.max(
    ...containers.map(({ body }) => {
      const commands = blocksAt(body, 'lifecycle.pre_stop').map((hook) => listAt(hook, 'exec.command').join(' '));
      return commands.flatMap((command) => [...command.matchAll(/\bsleep (\d+)/g)]).reduce((sum, [, number]) => sum + Number(number), 0);
    }),
  );

/** What Terraform waits by itself: https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs */
const deleteSeconds = ({ resource: { type, body } }: Pod): number =>
  seconds(textAt(body, 'timeouts.delete') ?? ownTimeouts[kindOf(type)] ?? '10m');
const ownTimeouts: Readonly<Record<string, string>> = { job: '1m', pod: '5m' };

export const shutdown: Guard = (stack) =>
  podsOf(stack).flatMap((pod) => {
    const grace = numberAt(pod.spec, 'termination_grace_period_seconds') ?? 30;
    const preStop = preStopSeconds(pod);
    const drain = drainSeconds(stack, pod);
    const wait = deleteSeconds(pod);
    // Deleting a CronJob waits for none of its pods.
    const waits = kindOf(pod.resource.type) !== 'cron_job';
    return [
      ...(grace >= preStop + drain
        ? []
        : [`is killed after ${grace} s, before the ${preStop} s of preStop and ${drain} s of drain are over`]),
      ...(waits && wait < grace ? [`Terraform gives up after ${wait} s, before the grace period of ${grace} s is over`] : []),
    ].map((problem) => `${pod.address}: ${problem}`);
  });

/** A namespace is gone when its last pod is. */
export const namespaceOutlivesPods: Guard = (stack, { stacks }) =>
  kubernetes(stack, ['namespace']).flatMap(({ address, body }) => {
    const wait = seconds(textAt(body, 'timeouts.delete') ?? '5m');
    const pods = stacks.flatMap(podsOf).filter(({ namespace }) => namespace === textAt(body, 'metadata.name'));
    const longest = Math.max(0, ...pods.map(({ spec }) => numberAt(spec, 'termination_grace_period_seconds') ?? 30));
    return wait >= longest ? [] : [`${address}: Terraform gives up after ${wait} s, before the ${longest} s of its slowest pod are over`];
  });
