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
    description: 'Whether it answers, and how full it is.',
    rows: {
      Probe: probe,
      ...(watch.volume ? { Volume: volume(namespace) } : {}),
      ...(watch.cloudWatch ? { S3: s3 } : {}),
    },
  });

const probe: readonly Panel[] = [
  {
    title: 'Answers',
    description: '1: a probe from inside the cluster is answered.',
    unit: 'none',
    shows: 'number',
    queries: { answers: 'min(probe_success{service="object-storage"})' },
  },
  {
    title: 'Time to answer',
    description: 'A request that reads nothing, with its connection and its TLS.',
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
      description: 'For both buckets. storageGiB grows it while it is in use.',
      unit: 'percentunit',
      queries: { free: `${measured('available')} / ${measured('capacity')}` },
    },
  ];
};

const bucket = (metric: string) => `sum by (dimension_BucketName) (aws_s3_${metric})`;
const BUCKET = '{{dimension_BucketName}}';

const s3: readonly Panel[] = [
  {
    title: 'Requests in a minute',
    description: 'Where the bucket has a metrics configuration.',
    unit: 'short',
    queries: { [BUCKET]: bucket('all_requests_sum') },
  },
  {
    title: 'Errors in a minute',
    description: '5xx are those of S3, 4xx those of who asks.',
    unit: 'short',
    queries: { [`${BUCKET} 5xx`]: bucket('5xx_errors_sum'), [`${BUCKET} 4xx`]: bucket('4xx_errors_sum') },
  },
  {
    title: 'Size of the buckets',
    description: 'Once a day, of all storage classes together.',
    unit: 'bytes',
    queries: { [BUCKET]: bucket('bucket_size_bytes_average') },
  },
];
