import { stringify } from 'yaml';
import type { CloudWatchJob } from '../../../config';

export interface YaceYmlOptions {
  readonly region: string;
  /** Metrics to fetch, by CloudWatch namespace. */
  readonly jobs: readonly CloudWatchJob[];
  /** Tag of the resources whose metrics are fetched. */
  readonly tag: { readonly key: string; readonly value: string };
}

/** config.yml of YACE. https://github.com/prometheus-community/yet-another-cloudwatch-exporter/blob/master/docs/configuration.md */
export const yaceYml = ({ region, jobs, tag }: YaceYmlOptions): string =>
  stringify(
    {
      apiVersion: 'v1alpha1',
      'sts-region': region,
      discovery: {
        jobs: jobs.map(({ type, metrics }) => ({
          type,
          regions: [region],
          // A regular expression.
          searchTags: [{ key: tag.key, value: `^${tag.value}$` }],
          nilToZero: false,
          addCloudwatchTimestamp: false,
          metrics: metrics.map(({ name, statistic, periodSeconds = 60, lengthSeconds = 300 }) => ({
            name,
            statistics: [statistic],
            period: periodSeconds,
            length: lengthSeconds,
          })),
        })),
      },
    },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
