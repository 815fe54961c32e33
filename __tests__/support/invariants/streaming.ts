/**
 * The chain along which answers stream, read back from what was written: what processes are told, how long pods live, what balancers are
 * told. Numbers that config derives are not asked for.
 */
import type { SynthesizedStack } from '../environments';
import { preStopSeconds } from './availability';
import { at, blocksAt, kindOf, kubernetes, numberAt, seconds, textAt } from './blocks';
import { configOf, podsOf, type Pod } from './pods';
import type { Guard } from './synthesis';

/** An autoscaler counts over half an hour at most, and removes one pod in the time that it takes to end. */
const LONGEST_GRACE_SECONDS = 1800;

/** How balancers are told after how much silence they give up: nginx, HAProxy. */
const silences = [/^\s*proxy_read_timeout (\d+[smh])/gm, /^\s*timeout server (\d+[smh])/gm];

/** Seconds of silence after which a balancer gives up: what was asked for, and every number in a configuration. */
const idleSeconds = (stacks: readonly SynthesizedStack[], asked: number): readonly number[] => {
  const texts = stacks.flatMap((stack) =>
    kubernetes(stack, ['config_map']).flatMap(({ body }) => Object.values(blocksAt(body, 'data')[0] ?? {}).map(String)),
  );
  return [
    asked,
    ...texts.flatMap((text) => silences.flatMap((silence) => [...text.matchAll(silence)].map(([, time]) => seconds(time ?? '')))),
  ];
};

export const streaming: Guard = (stack, { environment, stacks }) => {
  const { idleSeconds: longestSilenceSeconds, maxBodyMiB } = environment.streaming.loadBalancer;
  const idle = idleSeconds(stacks, longestSilenceSeconds);
  return podsOf(stack)
    .filter(({ resource }) => kindOf(resource.type) === 'deployment')
    .flatMap((pod) => {
      const told = configOf(stack, pod);
      if (told['HEARTBEAT_SECONDS'] === undefined) return [];
      const number = (name: string) => Number(told[name]);
      const [heartbeat, keepAlive, drain] = ['HEARTBEAT_SECONDS', 'KEEP_ALIVE_SECONDS', 'DRAIN_SECONDS'].map(number) as [
        number,
        number,
        number,
      ];
      const grace = numberAt(pod.spec, 'termination_grace_period_seconds') ?? 0;
      const preStop = preStopSeconds(pod);
      const problems = [
        ...idle
          .filter((silence) => !(heartbeat < silence))
          .map((silence) => `a heartbeat every ${heartbeat} s is too late for ${silence} s`),
        ...idle.filter((silence) => !(silence < keepAlive)).map((silence) => `a keep-alive of ${keepAlive} s ends before ${silence} s`),
        ...(grace > preStop + drain ? [] : [`${grace} s of grace leave nothing after ${preStop} s and ${drain} s of drain`]),
        ...(grace <= LONGEST_GRACE_SECONDS ? [] : [`${grace} s of grace are more than an autoscaler counts`]),
        ...(number('MAX_BODY_MIB') === maxBodyMiB ? [] : [`a body of ${number('MAX_BODY_MIB')} MiB is not what was asked for`]),
        ...scaleDowns(stack, pod)
          .filter((period) => !(period >= grace))
          .map((period) => `a pod goes every ${period} s, while each takes ${grace} s`),
      ];
      return problems.map((problem) => `${pod.address}: ${problem}`);
    });
};

/** How often its autoscaler takes one away. */
const scaleDowns = (stack: SynthesizedStack, { resource }: Pod): readonly number[] =>
  kubernetes(stack, ['horizontal_pod_autoscaler'])
    .filter(({ body }) => textAt(body, 'spec.scale_target_ref.name') === textAt(resource.body, 'metadata.name'))
    .flatMap(({ body }) => blocksAt(body, 'spec.behavior.scale_down').flatMap((rules) => blocksAt(rules, 'policy')))
    .map((policy) => Number(at(policy, 'period_seconds')));
