import type { ObjectStorageWatch } from '../../../config';
import { dashboard, type Panel } from '../../mixin/dashboard';

export interface ObjectStorageDashboardOptions {
  readonly watch: ObjectStorageWatch;
  readonly namespace: string;
}

export const objectStorageDashboard = ({ watch, namespace }: ObjectStorageDashboardOptions): Readonly<Record<string, unknown>> =>
  dashboard({
    uid: 'object-storage',
    title: 'Object storage',
    description: 'Availability, response time and free space.',
    rows: {
      Probe: probe,
      ...(watch.volume ? { Volume: volume(namespace) } : {}),
      ...(watch.cloudWatch ? { S3: s3 } : {}),
    },
  });

const probe: readonly Panel[] = [
  {
    title: 'Available',
    description: '1: a probe from inside the cluster succeeds.',
    unit: 'none',
    shows: 'number',
    queries: { answers: 'min(probe_success{service="object-storage"})' },
  },
  {
    title: 'Response time',
    description: 'A request that reads no data, including connection and TLS.',
    unit: 's',
    queries: { '{{instance}}': 'max by (instance) (probe_duration_seconds{service="object-storage"})' },
  },
];

const volume = (namespace: string): readonly Panel[] => {
  const claim = `{namespace="${namespace}",persistentvolumeclaim="data-object-storage-0"}`;
  const measured = (what: string) => `max by (persistentvolumeclaim) (kubelet_volume_stats_${what}_bytes${claim})`;
  return [
    {
      title: 'Free space of the volume',
      description: 'For both buckets. Raise storageGiB to grow it while in use.',
      unit: 'percentunit',
      queries: { free: `${measured('available')} / ${measured('capacity')}` },
    },
  ];
};

const bucket = (metric: string) => `sum by (dimension_BucketName) (aws_s3_${metric})`;
const BUCKET = '{{dimension_BucketName}}';

const s3: readonly Panel[] = [
  {
    title: 'Requests per minute',
    description: 'Only buckets with a metrics configuration.',
    unit: 'short',
    queries: { [BUCKET]: bucket('all_requests_sum') },
  },
  {
    title: 'Errors per minute',
    description: '5xx: errors of S3. 4xx: errors of the client.',
    unit: 'short',
    queries: { [`${BUCKET} 5xx`]: bucket('5xx_errors_sum'), [`${BUCKET} 4xx`]: bucket('4xx_errors_sum') },
  },
  {
    title: 'Size of the buckets',
    description: 'Measured once a day, all storage classes together.',
    unit: 'bytes',
    queries: { [BUCKET]: bucket('bucket_size_bytes_average') },
  },
];
