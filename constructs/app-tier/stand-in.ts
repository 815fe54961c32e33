import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import type { ServiceConfig } from '../../config';
import { componentLabels, type PodEnvironment } from '../kubernetes';
import { standInConfig } from './stand-in-config';

export interface StandInProps {
  /** Services that run as a stand-in. */
  readonly services: readonly ServiceConfig[];
  readonly namespace: string;
}

/** podTemplate's `command`, `user` and files for a pod that runs as a stand-in. */
export interface StandInRun {
  readonly command: readonly string[];
  readonly user: number;
  readonly files: PodEnvironment['files'];
  /** Digest of the configuration file: a change rolls the pods. */
  readonly config: string;
  /** Resources that must exist before the pods. */
  readonly dependsOn: readonly ConfigMapV1[];
}

/** User `nginx` of the official image. https://github.com/nginx/docker-nginx/blob/master/stable/alpine-slim/Dockerfile */
export const STAND_IN_USER = 101;

/** One public image in place of services that have no image yet, with a configuration file for each of them. */
export class StandIn extends Construct {
  private readonly configMap: ConfigMapV1;

  constructor(scope: Construct, id: string, { services, namespace }: StandInProps) {
    super(scope, id);
    this.configMap = new ConfigMapV1(this, 'Config', {
      metadata: { name: 'stand-in', namespace, labels: componentLabels('stand-in') },
      data: Object.fromEntries(services.map((service) => [`${service.name}.conf`, standInConfig(portOf(service))])),
    });
  }

  run(service: ServiceConfig): StandInRun {
    const { name } = service;
    const path = `/etc/stand-in/${name}.conf`;
    return {
      command: ['nginx', '-g', 'daemon off;', '-c', path],
      user: STAND_IN_USER,
      files: { [path]: { configMap: 'stand-in', key: `${name}.conf` } },
      config: standInConfig(portOf(service)),
      dependsOn: [this.configMap],
    };
  }
}

/** Config lets only a service with a port run as a stand-in. */
function portOf({ name, port }: ServiceConfig): number {
  if (port === null) throw new Error(`${name}: a stand-in needs a port`);
  return port;
}
