import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import { monitoringPorts } from '../../../config';
import { componentLabels, configChecksum } from '../../kubernetes';
import { literals } from '../../terraform/literal';
import type { Endpoint } from '../../contracts';
import { blackboxYml } from './blackbox-yml';
import { Exporter, type StatelessProps } from './exporter';

const NAME = 'blackbox-exporter';
/** `nobody` of the image. */
const USER = 65534;
const PATH = '/etc/blackbox-exporter';

/** Probes addresses as users would, and reports when their certificates expire. */
export class BlackboxExporter extends Construct {
  readonly endpoint: Endpoint;

  constructor(scope: Construct, id: string, props: StatelessProps) {
    super(scope, id);
    const texts = { 'blackbox.yml': blackboxYml() };
    const metadata = { name: NAME, namespace: props.namespace, labels: componentLabels(NAME) };
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals(texts) });
    const exporter = new Exporter(this, 'Server', {
      ...props,
      name: NAME,
      image: props.surroundings.images.programs.blackboxExporter,
      user: USER,
      command: [
        '/bin/blackbox_exporter',
        `--config.file=${PATH}/blackbox.yml`,
        `--web.listen-address=:${monitoringPorts.blackboxExporter}`,
      ],
      port: ['metrics', monitoringPorts.blackboxExporter],
      health: { liveness: '/-/healthy', readiness: '/-/healthy' },
      environment: { values: {}, secrets: {}, files: { [`${PATH}/blackbox.yml`]: { configMap: NAME, key: 'blackbox.yml' } } },
      checksum: configChecksum(texts),
      dependsOn: [configuration],
    });
    this.endpoint = exporter.endpoint;
  }
}
