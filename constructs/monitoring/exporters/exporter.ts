import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { MonitoringProgram, ServiceConfig, Surroundings } from '../../../config';
import { componentLabels, singlePod, type PodEnvironment } from '../../kubernetes';
import type { Endpoint } from '../../contracts';

/** Props that all stateless monitoring programs share. */
export interface StatelessProps {
  readonly namespace: string;
  /** Resources of one pod. */
  readonly resources: ServiceConfig['resources'];
  readonly surroundings: Surroundings;
}

export interface ExporterProps extends StatelessProps {
  readonly name: MonitoringProgram;
  readonly image: string;
  /** UID of the image's user. */
  readonly user: number;
  readonly command: readonly string[];
  /** Name and number of its port. */
  readonly port: readonly ['metrics' | 'http', number];
  readonly environment: PodEnvironment;
  /** Paths of the liveness and readiness probes. They must not query what the exporter watches. */
  readonly health: { readonly liveness: string; readonly readiness: string };
  /** Whether it uses the API server; default no. */
  readonly apiAccess?: boolean;
  readonly writablePathsMiB?: Readonly<Record<string, number>>;
  /** Checksum of what it reads at start; default none. */
  readonly checksum?: string;
  /** Resources that must exist before its pod; default none. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** A stateless program in one pod, with a Service in front of it. */
export class Exporter extends Construct {
  readonly endpoint: Endpoint;
  readonly serviceAccountName: string;

  constructor(scope: Construct, id: string, props: ExporterProps) {
    super(scope, id);
    const { name, namespace, health, dependsOn = [] } = props;
    const [portName, port] = props.port;
    const front = new ServiceV1(this, 'Service', {
      metadata: { name, namespace, labels: componentLabels(name) },
      spec: { selector: componentLabels(name), port: [{ name: portName, port, targetPort: portName }] },
    });
    singlePod(this, {
      namespace,
      pod: {
        name,
        image: props.image,
        command: props.command,
        user: props.user,
        pullSecrets: props.surroundings.images.pullSecrets,
        apiAccess: props.apiAccess,
        ports: { [portName]: port },
        probes: { liveness: { path: health.liveness, port: portName }, readiness: { path: health.readiness, port: portName } },
        resources: props.resources,
        environment: props.environment,
        writablePathsMiB: props.writablePathsMiB ?? {},
        checksum: props.checksum,
      },
      dependsOn: [front, ...dependsOn],
    });
    this.endpoint = { host: `${name}.${namespace}.svc`, port };
    this.serviceAccountName = name;
  }
}
