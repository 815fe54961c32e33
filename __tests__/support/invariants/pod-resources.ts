/** What every container has: its share of the node, an image that stays the same, and probes where it is kept running. */
import type { Guard } from './synthesis';
import { at, blocksAt, textAt } from './blocks';
import { podsOf, type Container } from './pods';

export const podResources: Guard = (stack) =>
  podsOf(stack).flatMap((pod) => {
    const problems = [
      ...(at(pod.spec, 'enable_service_links') === false ? [] : ['enable_service_links is not false']),
      ...pod.containers.flatMap((container) => ofContainer(container)),
    ];
    return problems.map((problem) => `${pod.address}: ${problem}`);
  });

const ofContainer = ({ called, body, longRunning, sidecar }: Container): readonly string[] =>
  [
    ...['requests.cpu', 'requests.memory', 'limits.memory'].filter((name) => textAt(body, `resources.${name}`) === undefined),
    ...['liveness_probe', 'readiness_probe', 'startup_probe'].filter(
      (name) => longRunning && !sidecar && blocksAt(body, name).length === 0,
    ),
  ]
    .map((missing) => `has no ${missing}`)
    .concat(image(textAt(body, 'image') ?? ''))
    .map((problem) => `${called}: ${problem}`);

/** Tags that are moved on to the next release. */
const moving = ['latest', 'stable', 'mainline', 'edge', 'nightly', 'main', 'master'];

function image(reference: string): readonly string[] {
  const { tag, digest } = /^[\w./-]+(:\d+\/[\w./-]+)?(:(?<tag>[\w.-]+))?(@sha256:(?<digest>[0-9a-f]{64}))?$/.exec(reference)?.groups ?? {};
  if (tag !== undefined && moving.includes(tag)) return [`the image ${reference} is another one tomorrow`];
  return tag === undefined && digest === undefined ? [`the image ${reference} has neither an exact tag nor a digest`] : [];
}
