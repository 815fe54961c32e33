import type { AlertTests } from '../../../support/monitoring/rule-test';

const node = 'node="node-1"';
const condition = (name: string, status: string) => `kube_node_status_condition{${node},condition="${name}",status="${status}"}`;
const disk = (name: string, mountpoint = '/', fstype = 'ext4') =>
  `node_filesystem_${name}{${node},device="/dev/sda1",fstype="${fstype}",mountpoint="${mountpoint}"}`;
const GiB = 1024 ** 3;

export const nodeTests: AlertTests = {
  NodeNotReady: {
    fires: {
      series: { [condition('Ready', 'true')]: '1x5 0x20', [condition('Ready', 'unknown')]: '0x5 1x20' },
      atMinutes: 12,
      alerts: [{ labels: { node: 'node-1' }, description: 'node-1 has not been ready for five minutes.' }],
    },
    silent: { because: 'it restarts', series: { [condition('Ready', 'true')]: '1x5 0x3 1x20' }, atMinutes: 9 },
  },
  NodeUnderPressure: {
    fires: {
      series: { [condition('MemoryPressure', 'true')]: '0x5 1x20', [condition('DiskPressure', 'true')]: '0x25' },
      atMinutes: 10,
      alerts: [{ labels: { node: 'node-1', condition: 'MemoryPressure' }, description: 'node-1 reports MemoryPressure.' }],
    },
    silent: { because: 'it reports that there is none', series: { [condition('MemoryPressure', 'false')]: '1x20' }, atMinutes: 10 },
  },
  NodeDiskFull: {
    fires: {
      series: { [disk('avail_bytes')]: '5x20', [disk('size_bytes')]: '100x20' },
      atMinutes: 10,
      alerts: [{ labels: { node: 'node-1', mountpoint: '/' }, description: '/ on node-1 has 5% left.' }],
    },
    silent: {
      because: 'it is the boot partition, or in memory',
      series: {
        [disk('avail_bytes', '/boot')]: '5x20',
        [disk('size_bytes', '/boot')]: '100x20',
        [disk('avail_bytes', '/data', 'tmpfs')]: '5x20',
        [disk('size_bytes', '/data', 'tmpfs')]: '100x20',
      },
      atMinutes: 10,
    },
    alsoSilent: [{ because: 'a third is left', series: { [disk('avail_bytes')]: '33x20', [disk('size_bytes')]: '100x20' }, atMinutes: 10 }],
  },
  NodeDiskFillsSoon: {
    fires: {
      // 30 GiB left and 60 MiB a minute: full in eight hours.
      series: { [disk('avail_bytes')]: `${60 * GiB}-${60 * 1024 ** 2}x500`, [disk('size_bytes')]: `${100 * GiB}x500` },
      atMinutes: 480,
      alerts: [{ labels: { node: 'node-1', mountpoint: '/' }, description: '/ on node-1 would have -52.5GiB left in a day.' }],
    },
    silent: {
      because: 'it fills as fast, and is nearly empty',
      series: { [disk('avail_bytes')]: `${90 * GiB}-${60 * 1024 ** 2}x500`, [disk('size_bytes')]: `${100 * GiB}x500` },
      atMinutes: 480,
    },
  },
  NodeMemoryFull: {
    fires: {
      series: { [`node_memory_MemAvailable_bytes{${node}}`]: '5x30', [`node_memory_MemTotal_bytes{${node}}`]: '100x30' },
      atMinutes: 20,
      alerts: [{ labels: { node: 'node-1' }, description: 'node-1 has 5% of its memory available.' }],
    },
    silent: {
      because: 'what is free is little, but the cache can be given back',
      series: {
        [`node_memory_MemFree_bytes{${node}}`]: '2x30',
        [`node_memory_MemAvailable_bytes{${node}}`]: '40x30',
        [`node_memory_MemTotal_bytes{${node}}`]: '100x30',
      },
      atMinutes: 20,
    },
  },
  NodeCpuSaturated: {
    fires: {
      series: {
        [`node_cpu_seconds_total{${node},cpu="0",mode="idle"}`]: '0+1.2x60',
        [`node_cpu_seconds_total{${node},cpu="1",mode="idle"}`]: '0+1.2x60',
      },
      atMinutes: 45,
      alerts: [{ labels: { node: 'node-1' }, description: 'node-1 uses 98% of its CPUs.' }],
    },
    silent: {
      because: 'one of two is idle',
      series: {
        [`node_cpu_seconds_total{${node},cpu="0",mode="idle"}`]: '0x60',
        [`node_cpu_seconds_total{${node},cpu="1",mode="idle"}`]: '0+60x60',
      },
      atMinutes: 45,
    },
  },
  NodeClockWrong: {
    fires: {
      series: {
        [`node_timex_offset_seconds{${node}}`]: '0x30',
        [`node_timex_sync_status{${node}}`]: '0x30',
        [`node_timex_maxerror_seconds{${node}}`]: '16x30',
      },
      atMinutes: 15,
      alerts: [{ labels: { node: 'node-1' }, description: 'The clock of node-1 is off or not synchronized (value 1).' }],
    },
    silent: {
      because: 'it has just been set',
      series: {
        [`node_timex_offset_seconds{${node}}`]: '-0.002x30',
        [`node_timex_sync_status{${node}}`]: '0x30',
        [`node_timex_maxerror_seconds{${node}}`]: '0.5x30',
      },
      atMinutes: 15,
    },
    alsoFires: [
      {
        series: { [`node_timex_offset_seconds{${node}}`]: '-3x30' },
        atMinutes: 15,
        alerts: [{ labels: { node: 'node-1' }, description: 'The clock of node-1 is off or not synchronized (value 3).' }],
      },
    ],
    alsoSilent: [{ because: 'half a second', series: { [`node_timex_offset_seconds{${node}}`]: '0.5x30' }, atMinutes: 15 }],
  },
  NodeDiskReadOnly: {
    fires: {
      series: { [disk('readonly')]: '0x10 1x20' },
      atMinutes: 15,
      alerts: [{ labels: { node: 'node-1', mountpoint: '/' }, description: '/ on node-1 is mounted read-only (value 1).' }],
    },
    silent: { because: 'it was always so, as some systems have it', series: { [disk('readonly')]: '1x30' }, atMinutes: 15 },
  },
};
