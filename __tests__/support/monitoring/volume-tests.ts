import type { AlertTests } from './rule-test';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** The tests of what constructs/mixin/volume-alerts.ts makes, for one or two claims in the namespace `openrouter`. */
export function volumeTests(prefix: string, claim: string, other: string | null = null): AlertTests {
  const of = (what: string, namespace = 'openrouter', name = claim) =>
    `kubelet_volume_stats_${what}{namespace="${namespace}",persistentvolumeclaim="${name}",node="node-1"}`;
  /** It has much space and few inodes left. */
  const withoutInodes = (name: string) => ({
    [of('available_bytes', 'openrouter', name)]: `${40 * GIB}x20`,
    [of('capacity_bytes', 'openrouter', name)]: `${50 * GIB}x20`,
    [of('inodes', 'openrouter', name)]: '1000x20',
    [of('inodes_free', 'openrouter', name)]: '50x20',
  });
  const inodes = { [of('inodes')]: '1000x200', [of('inodes_free')]: '900x200' };
  return {
    [`${prefix}DiskFull`]: {
      fires: {
        series: {
          [of('available_bytes')]: `${4 * GIB}x20`,
          [of('capacity_bytes')]: `${50 * GIB}x20`,
          ...inodes,
          ...(other === null ? {} : withoutInodes(other)),
        },
        atMinutes: 10,
        alerts: [
          { labels: { persistentvolumeclaim: claim }, description: `${claim} has 8% of its space or its inodes left.` },
          ...(other === null
            ? []
            : [{ labels: { persistentvolumeclaim: other }, description: `${other} has 5% of its space or its inodes left.` }]),
        ],
      },
      silent: {
        because: 'the full one is of another namespace, and that of another component',
        series: {
          [of('available_bytes')]: `${10 * GIB}x20`,
          [of('capacity_bytes')]: `${50 * GIB}x20`,
          [of('available_bytes', 'other')]: '0x20',
          [of('capacity_bytes', 'other')]: `${50 * GIB}x20`,
          [of('available_bytes', 'openrouter', 'cache')]: '0x20',
          [of('capacity_bytes', 'openrouter', 'cache')]: `${50 * GIB}x20`,
          ...inodes,
        },
        atMinutes: 10,
      },
    },
    [`${prefix}DiskFillsSoon`]: {
      fires: {
        series: { [of('available_bytes')]: `${20 * GIB}-${17 * MIB}x120`, [of('capacity_bytes')]: `${50 * GIB}x120` },
        everyMinutes: 5,
        atMinutes: 600,
        alerts: [{ labels: { persistentvolumeclaim: claim }, description: `${claim} would have -1.117GiB left in 4 days.` }],
      },
      silent: {
        because: 'it fills as fast, but is nearly empty yet',
        series: { [of('available_bytes')]: `${45 * GIB}-${40 * MIB}x120`, [of('capacity_bytes')]: `${50 * GIB}x120` },
        everyMinutes: 5,
        atMinutes: 600,
      },
    },
  };
}
