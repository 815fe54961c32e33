/** What follows from the fields of the backups. */
import { tcp, type Flow, type Peer, type Presence } from '../derived/peers';
import type { PodResources } from '../derived/services';
import type { Sizing } from '../fields/sizing';
import { days } from '../fields/windows';
import type { Images } from '../images';
import type { BackupConfig, BackupInput, OffsiteConfig } from '.';

/** A Job that runs by the clock. */
export interface ScheduledJob {
  /** When, as a CronJob has it, in UTC. */
  readonly schedule: string;
  /** Seconds after which an attempt is killed. */
  readonly deadlineSeconds: number;
  /** Space for its files, in GiB. */
  readonly scratchGiB: number;
}

/** Backups with nothing left open. */
export interface BackupFacts {
  /** Image with the programs of PostgreSQL. */
  readonly image: string;
  /** Image with rclone. */
  readonly rcloneImage: string;
  /** The other store that they go to; null: the environment’s own bucket. */
  readonly offsite: OffsiteConfig | null;
  /** The dump. */
  readonly dump: ScheduledJob & {
    /** How long backups are kept. */
    readonly keep: BackupConfig['dump']['keep'];
  };
  /** The drill; null: there is none. */
  readonly drill:
    | (ScheduledJob & {
        /** Seconds that a restore may take. */
        readonly restoreSeconds: number;
      })
    | null;
  /** What the pods ask for and may use. */
  readonly resources: {
    /** A dump or a drill. */
    readonly job: PodResources;
    /** The exporter. */
    readonly exporter: PodResources;
  };
}

/** Where the exporter listens. */
export const BACKUP_EXPORTER_PORT = 9400;

/** PostgreSQL's programs hold little, and rclone a few parts of an upload. A drill's server has the same room. */
const job = (sizing: Sizing): PodResources =>
  sizing === 'laptop'
    ? { cpuRequestMillis: 50, cpuLimitMillis: null, memoryRequestMiB: 128, memoryLimitMiB: 1024 }
    : { cpuRequestMillis: 500, cpuLimitMillis: null, memoryRequestMiB: 1024, memoryLimitMiB: 2048 };

/** A Python that serves a page, and rclone for a second of each minute. */
const exporter: PodResources = { cpuRequestMillis: 20, cpuLimitMillis: null, memoryRequestMiB: 64, memoryLimitMiB: 256 };

/** Backups with what the sizing says where the configuration says nothing; null: they are off. */
export function resolveBackup(config: BackupInput, sizing: Sizing, { programs }: Pick<Images, 'programs'>): BackupFacts | null {
  if (!config.enabled) return null;
  const { image, rcloneImage, offsite, dump, drill } = config;
  return {
    image: image ?? programs.postgres,
    rcloneImage: rcloneImage ?? programs.rclone,
    offsite: offsite?.enabled === true ? offsite : null,
    dump: {
      schedule: `0 ${dump.hour} * * *`,
      deadlineSeconds: dump.deadlineMinutes * 60,
      scratchGiB: dump.scratchGiB,
      keep: dump.keep,
    },
    drill: drill.enabled
      ? {
          schedule: `0 ${drill.hour} * * ${days.indexOf(drill.day)}`,
          deadlineSeconds: drill.deadlineMinutes * 60,
          scratchGiB: drill.scratchGiB,
          restoreSeconds: drill.restoreMinutes * 60,
        }
      : null,
    resources: { job: job(sizing), exporter },
  };
}

/** The components of the backups. */
export type BackupComponent = 'backup' | 'backup-exporter' | 'offsite-store';

const flow = (from: Peer, to: Peer, port: Flow['port'], why: string): Flow => ({ from, to, port, why });
const nowhere: Presence = { component: { ports: {}, runsAs: { cidrs: [] } }, flows: [], pods: [] };

/** What the backups are to their neighbours. `byIdentity`: pods get their keys of the store from the node’s agent. */
export function backupPresences(facts: BackupFacts | null, byIdentity: boolean): Readonly<Record<BackupComponent, Presence>> {
  if (facts === null) return { backup: nowhere, 'backup-exporter': nowhere, 'offsite-store': nowhere };
  const { offsite, resources } = facts;
  const store: Peer = offsite === null ? 'object-storage' : 'offsite-store';
  const reaches = (from: Peer): readonly Flow[] => [
    flow(from, 'dns', 'dns', 'names of all of these'),
    flow(from, store, 's3', 'the bucket of the backups'),
    ...(byIdentity && offsite === null ? [flow(from, 'podIdentity', 'http', 'its credentials')] : []),
  ];
  const here = { pods: true } as const;
  return {
    backup: {
      component: { ports: {}, runsAs: here },
      flows: [flow('backup', 'postgres', 'postgres', 'dumps'), ...reaches('backup')],
      // A dump and a drill that takes longer than was planned.
      pods: [{ name: 'backup', pods: 2, memoryLimitMiB: resources.job.memoryLimitMiB }],
    },
    'backup-exporter': {
      component: { ports: { metrics: tcp(BACKUP_EXPORTER_PORT) }, runsAs: here },
      flows: reaches('backup-exporter'),
      pods: [{ name: 'backup-exporter', pods: 2, memoryLimitMiB: resources.exporter.memoryLimitMiB }],
    },
    'offsite-store':
      offsite === null
        ? nowhere
        : {
            component: { ports: { s3: tcp(Number(new URL(offsite.endpoint).port || 443)) }, runsAs: offsite.location },
            flows: [],
            pods: [],
          },
  };
}
