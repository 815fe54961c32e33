import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import { monitoringPorts, type CloudWatchJob } from '../../../config';
import { componentLabels, configChecksum } from '../../kubernetes';
import { literals } from '../../terraform/literal';
import { PodPermissions, type AwsSurroundings } from '../pod-permissions';
import { Exporter, type StatelessProps } from './exporter';
import { yaceYml } from './yace-yml';

export interface CloudWatchExporterProps extends StatelessProps {
  readonly aws: AwsSurroundings & { readonly cloudWatch: readonly CloudWatchJob[] };
}

const NAME = 'cloudwatch-exporter';
/** `nobody` of the image. */
const USER = 65534;
const PATH = '/etc/cloudwatch-exporter';

/** Seconds between two rounds: values are per minute, and each request costs money. */
const INTERVAL_SECONDS = 120;

/**
 * CloudWatch metrics of the load balancer, Aurora, ElastiCache and the buckets, by YACE. None of its permissions can be limited to a resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export class CloudWatchExporter extends Construct {
  constructor(scope: Construct, id: string, { aws, ...props }: CloudWatchExporterProps) {
    super(scope, id);
    const { namespace } = props;
    const { region, environment } = aws.placement;
    const metadata = { name: NAME, namespace, labels: componentLabels(NAME) };
    const texts = { 'config.yml': yaceYml({ region, jobs: aws.cloudWatch, tag: { key: 'environment', value: environment } }) };
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals(texts) });
    const permissions = new PodPermissions(this, 'Permissions', {
      aws,
      serviceAccount: NAME,
      actions: ['cloudwatch:GetMetricData', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics', 'tag:GetResources'],
      resources: ['*'],
    });
    new Exporter(this, 'Server', {
      ...props,
      name: NAME,
      image: props.surroundings.images.programs.cloudwatchExporter,
      user: USER,
      command: [
        '/bin/yace',
        `--config.file=${PATH}/config.yml`,
        `--listen-address=:${monitoringPorts.cloudwatchExporter}`,
        `--scraping-interval=${INTERVAL_SECONDS}`,
      ],
      port: ['metrics', monitoringPorts.cloudwatchExporter],
      health: { liveness: '/healthz', readiness: '/healthz' },
      environment: { values: {}, secrets: {}, files: { [`${PATH}/config.yml`]: { configMap: NAME, key: 'config.yml' } } },
      checksum: configChecksum(texts),
      dependsOn: [configuration, ...permissions.resources],
    });
  }
}
