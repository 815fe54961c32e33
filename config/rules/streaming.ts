/** Conditions of the streaming chain, and the table that shows them to people. */
import { GRACE_MARGIN_SECONDS, type StreamingChain } from '../derived/streaming';

/** One value of the chain. */
export interface Limit {
  /** What it is. */
  readonly name: string;
  /** In seconds, or in MiB for a body. */
  readonly value: number;
}

/** One link of the chain: `left` has to be less than `right`, or at most as much. */
export interface Inequality {
  /** The smaller value. */
  readonly left: Limit;
  /** Whether both may be equal. */
  readonly relation: '<' | '≤';
  /** The larger value. */
  readonly right: Limit;
  /** What breaks otherwise. */
  readonly why: string;
  /** Where the larger value comes from: a field of the configuration, or the page of whoever sets it. */
  readonly source: string;
}

/** https://developers.cloudflare.com/fundamentals/reference/connection-limits/ */
const CDN_SOURCE = 'developers.cloudflare.com/fundamentals/reference/connection-limits';

/** All that has to hold along the chain. */
export function inequalities({ cdn, loadBalancer, app }: StreamingChain): readonly Inequality[] {
  const { preStopSeconds, drainSeconds, graceSeconds } = app.drain;
  const heartbeat = { name: 'heartbeat', value: app.heartbeatSeconds };
  const idle = { name: 'balancer idle', value: loadBalancer.idleSeconds };
  const idleSource = 'streaming.longestSilenceSeconds';
  const behindCdn: readonly Inequality[] =
    cdn === null
      ? []
      : [
          {
            left: heartbeat,
            relation: '<',
            right: { name: 'CDN silence', value: cdn.silenceSeconds },
            why: 'the CDN would answer 524 itself',
            source: CDN_SOURCE,
          },
          {
            left: { name: 'CDN silence', value: cdn.silenceSeconds },
            relation: '<',
            right: idle,
            why: 'the balancer would cut before the CDN does',
            source: idleSource,
          },
          {
            left: { name: 'CDN keep-alive', value: cdn.keepAliveSeconds },
            relation: '<',
            right: idle,
            why: 'a request would meet a closed connection',
            source: idleSource,
          },
          {
            left: { name: 'largest body', value: app.maxBodyMiB },
            relation: '≤',
            right: { name: 'CDN body', value: cdn.maxBodyMiB },
            why: 'the CDN would refuse what the application takes',
            source: 'developers.cloudflare.com/workers/platform/limits/#request-limits',
          },
        ];
  return [
    { left: heartbeat, relation: '<', right: idle, why: 'a silent stream would be cut', source: idleSource },
    ...behindCdn,
    {
      left: idle,
      relation: '<',
      right: { name: 'application keep-alive', value: app.keepAliveSeconds },
      why: 'now and then a request would end in 502',
      source: 'docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#connection-idle-timeout',
    },
    {
      left: { name: 'preStop + drain + margin', value: preStopSeconds + drainSeconds + GRACE_MARGIN_SECONDS },
      relation: '≤',
      right: { name: 'grace', value: graceSeconds },
      why: 'streams would be killed',
      source: 'kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
    },
    {
      left: { name: 'preStop + drain', value: preStopSeconds + drainSeconds },
      relation: '≤',
      right: { name: 'deregistration', value: loadBalancer.deregistrationSeconds },
      why: 'the balancer would cut streams',
      source: 'streaming.drainSeconds',
    },
  ];
}

export const holds = ({ left, relation, right }: Inequality): boolean =>
  relation === '<' ? left.value < right.value : left.value <= right.value;

/** The chain as a table, one line a link: what has to hold, by how much it does, what breaks otherwise, and who says so. */
export function chainTable(chain: StreamingChain): readonly string[] {
  const rows = inequalities(chain).map((link) => [
    `${link.left.name} ${link.left.value} ${link.relation} ${link.right.name} ${link.right.value}`,
    holds(link) ? `ok, margin ${link.right.value - link.left.value}` : `broken: ${link.why}`,
    link.source,
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
