import type { Alert } from '../../mixin/component-monitoring';
import { enoughEvents } from '../../mixin/expressions';

const bucket = (metric: string) => `sum by (dimension_BucketName) (aws_s3_${metric})`;
/** A larger share of a minute's requests, where the errors are more than a few. */
const more = (errors: string, share: number) =>
  `${bucket(errors)} / ${bucket('all_requests_sum')} > ${share} and ${enoughEvents(bucket(errors))}`;

/** CloudWatch measures a bucket's size once a day; looking back two days always finds a value. */
const size = bucket('bucket_size_bytes_average');
const before = bucket('bucket_size_bytes_average offset 2d');
const GIB = 1024 ** 3;

/**
 * CloudWatch metrics of the buckets, by the CloudWatch exporter's names. Requests are counted where the bucket has a metrics configuration;
 * sizes always. https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 */
export const s3Alerts = (): readonly Alert[] => [
  {
    name: 'ObjectStorageErrors',
    expr: more('5xx_errors_sum', 0.01),
    forSeconds: 300,
    severity: 'warning',
    symptom: 'errors',
    summary: 'S3 answers more than 1 % of the requests to a bucket with a 5xx.',
    description: '{{ $value | humanizePercentage }} of the requests to {{ $labels.dimension_BucketName }} failed.',
  },
  {
    name: 'ObjectStorageRefusals',
    expr: more('4xx_errors_sum', 0.5),
    forSeconds: 600,
    severity: 'warning',
    symptom: 'errors',
    summary: 'S3 refuses most requests to a bucket: objects or permissions are missing.',
    description: '{{ $value | humanizePercentage }} of the requests to {{ $labels.dimension_BucketName }} were refused.',
  },
  {
    name: 'ObjectStorageFirstByteSlow',
    expr: 'max by (dimension_BucketName) (aws_s3_first_byte_latency_average) > 500',
    forSeconds: 900,
    severity: 'warning',
    symptom: 'slow',
    summary: 'S3 is slow to send the first byte of its responses.',
    description: 'The first byte from {{ $labels.dimension_BucketName }} takes {{ $value | humanize }} ms on average.',
  },
  {
    name: 'ObjectStorageShrank',
    expr: `${size} < ${before} / 2 and ${before} > ${GIB}`,
    forSeconds: 3600,
    severity: 'critical',
    symptom: 'errors',
    summary: 'A bucket has lost more than half of its data within two days.',
    description: '{{ $labels.dimension_BucketName }} has only {{ $value | humanize1024 }}B left.',
  },
];
