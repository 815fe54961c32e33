import type { AlertTests } from '../../../support/monitoring/rule-test';
import { volumeTests } from '../../../support/monitoring/volume-tests';

const GIB = 1024 ** 3;
const instance = 'http://object-storage.openrouter.svc:7070/health';
const probe = (metric: string, service = 'object-storage') =>
  `${metric}{job="blackbox",component="blackbox-exporter",service="${service}",instance="${instance}"}`;
const labels = { job: 'blackbox', component: 'blackbox-exporter', service: 'object-storage', instance };

export const probeTests: AlertTests = {
  ObjectStorageDown: {
    fires: {
      series: { [probe('probe_success')]: '1x3 0x10' },
      atMinutes: 8,
      alerts: [{ labels, description: `${instance} has not answered a probe from inside the cluster for two minutes (success: 0).` }],
    },
    silent: {
      because: 'it was restarted, and another host is no object storage',
      series: { [probe('probe_success')]: '1x3 0 1x10', [probe('probe_success', 'portal')]: '0x20' },
      atMinutes: 4,
    },
  },
  ObjectStorageSlow: {
    fires: {
      series: { [probe('probe_duration_seconds')]: '4x40' },
      atMinutes: 30,
      alerts: [{ labels, description: `${instance} answers a probe in 4s on average.` }],
    },
    silent: { because: 'one answer in many was slow', series: { [probe('probe_duration_seconds')]: '0.02x15 9 0.02x30' }, atMinutes: 20 },
  },
};

export const gatewayTests: AlertTests = { ...probeTests, ...volumeTests('ObjectStorage', 'data-object-storage-0') };

const bucket = (metric: string, labels = '') =>
  `aws_s3_${metric}{component="cloudwatch-exporter",dimension_BucketName="production-assets"${labels}}`;
const bucketLabels = { dimension_BucketName: 'production-assets' };

export const s3Tests: AlertTests = {
  ...probeTests,
  ObjectStorageErrors: {
    fires: {
      series: { [bucket('all_requests_sum')]: '1000x20', [bucket('5xx_errors_sum')]: '50x20' },
      atMinutes: 10,
      alerts: [{ labels: bucketLabels, description: '5% of the requests to production-assets failed.' }],
    },
    silent: {
      because: 'one of four is no share',
      series: { [bucket('all_requests_sum')]: '4x20', [bucket('5xx_errors_sum')]: '1x20' },
      atMinutes: 10,
    },
    alsoSilent: [
      {
        because: 'one of twenty in a minute is tried again',
        series: { [bucket('all_requests_sum')]: '20x20', [bucket('5xx_errors_sum')]: '1x20' },
        atMinutes: 10,
      },
    ],
  },
  ObjectStorageRefusals: {
    fires: {
      series: { [bucket('all_requests_sum')]: '1000x30', [bucket('4xx_errors_sum')]: '900x30' },
      atMinutes: 20,
      alerts: [{ labels: bucketLabels, description: '90% of the requests to production-assets were refused.' }],
    },
    silent: {
      because: 'people ask for files that are not there',
      series: { [bucket('all_requests_sum')]: '1000x30', [bucket('4xx_errors_sum')]: '200x30' },
      atMinutes: 20,
    },
  },
  ObjectStorageFirstByteSlow: {
    fires: {
      series: { [bucket('first_byte_latency_average')]: '900x40' },
      atMinutes: 30,
      alerts: [{ labels: bucketLabels, description: 'The first byte from production-assets takes 900 ms on average.' }],
    },
    silent: { because: 'that is how far it is', series: { [bucket('first_byte_latency_average')]: '60x40' }, atMinutes: 30 },
  },
  ObjectStorageShrank: {
    fires: {
      series: { [bucket('bucket_size_bytes_average', ',dimension_StorageType="StandardStorage"')]: `${40 * GIB}x864 ${10 * GIB}x240` },
      everyMinutes: 5,
      atMinutes: 76 * 60,
      alerts: [{ labels: bucketLabels, description: 'production-assets has only 10GiB left.' }],
    },
    silent: {
      because: 'it went to another storage class',
      series: {
        [bucket('bucket_size_bytes_average', ',dimension_StorageType="StandardStorage"')]: `${40 * GIB}x864 ${10 * GIB}x240`,
        [bucket('bucket_size_bytes_average', ',dimension_StorageType="GlacierInstantRetrievalStorage"')]: `0x864 ${30 * GIB}x240`,
      },
      everyMinutes: 5,
      atMinutes: 76 * 60,
    },
  },
};
