import { Construct } from 'constructs';
import { type HaproxyConfig, type StreamingChain, type Surroundings, type Route } from '../../../config';
import type { LoadBalancer } from '../../contracts';
import { BalancerPods, CONFIGURATION_PATH, proxyOptions } from '../balancer-pods';
import { PublicService } from '../public-service';
import { upstreamName, UpstreamServices } from '../upstream-services';
import { haproxyCfg, haproxyCommand } from './haproxy-cfg';
import { haproxyErrorFiles } from './error-files';

export interface HaproxyProps {
  readonly config: HaproxyConfig;
  readonly routes: readonly Route[];
  readonly namespace: string;
  /** Whether no CDN of this program stands in front, which would tell browsers to come by TLS only. */
  readonly facesClients: boolean;
  readonly surroundings: Surroundings;
  readonly limits: StreamingChain['loadBalancer'];
}

/** User `haproxy` of the official image. https://github.com/docker-library/haproxy/blob/master/3.2/Dockerfile */
const HAPROXY_USER = 99;

/**
 * HAProxy in pods of the namespace. It knows each pod of the services by DNS, checks its readiness itself, and gives a request to the one
 * with the fewest. The image's stop signal is USR1, at which HAProxy lets open requests end.
 */
export class Haproxy extends Construct implements LoadBalancer {
  readonly origin: LoadBalancer['origin'];

  constructor(scope: Construct, id: string, props: HaproxyProps) {
    super(scope, id);
    const { config, routes, namespace } = props;
    const upstreams = new UpstreamServices(this, 'Upstreams', { routes, namespace, addresses: 'each' });
    const front = new PublicService(this, 'Service', { namespace, exposure: config.exposure, tls: config.tls.enabled });
    const options = proxyOptions(props);
    const file = 'haproxy.cfg';
    new BalancerPods(this, 'Pods', {
      ...props,
      program: {
        image: props.surroundings.images.programs.haproxy,
        user: HAPROXY_USER,
        command: haproxyCommand('haproxy', `${CONFIGURATION_PATH}/${file}`),
        reloadSignal: 'USR2',
        files: {
          ...haproxyErrorFiles(options.limits),
          [file]: haproxyCfg({
            ...options,
            endpoints: Object.fromEntries(
              routes.map(({ service, port, mostPods }) => [
                service,
                { name: `${upstreamName(service)}.${namespace}.svc.${config.clusterDomain}`, port, places: mostPods },
              ]),
            ),
            errorFiles: CONFIGURATION_PATH,
            nameServers: null,
          }),
        },
      },
      dependsOn: [...upstreams.resources, front.resource],
    });
    this.origin = front.origin;
  }
}
