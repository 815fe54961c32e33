import { Construct } from 'constructs';
import { type NginxConfig, type StreamingChain, type Surroundings, type Route } from '../../../config';
import type { LoadBalancer } from '../../contracts';
import { BalancerPods, CONFIGURATION_PATH, proxyOptions, WRITABLE_PATH } from '../balancer-pods';
import { PublicService } from '../public-service';
import { upstreamName, UpstreamServices } from '../upstream-services';
import { nginxCommand, nginxConf } from './nginx-conf';

export interface NginxProps {
  readonly config: NginxConfig;
  readonly routes: readonly Route[];
  readonly namespace: string;
  /** Whether no CDN of this program stands in front, which would tell browsers to come by TLS only. */
  readonly facesClients: boolean;
  readonly surroundings: Surroundings;
  readonly limits: StreamingChain['loadBalancer'];
}

/** User `nginx` of the official image. https://github.com/nginx/docker-nginx/blob/master/stable/debian/Dockerfile */
const NGINX_USER = 101;

/**
 * nginx in pods of the namespace. A Service spreads its connections over the pods of each service: nginx resolves names only when it starts,
 * so it gets an address that stays. The image's stop signal is QUIT, at which nginx lets open requests end.
 */
export class Nginx extends Construct implements LoadBalancer {
  readonly origin: LoadBalancer['origin'];

  constructor(scope: Construct, id: string, props: NginxProps) {
    super(scope, id);
    const { config, routes, namespace } = props;
    const upstreams = new UpstreamServices(this, 'Upstreams', { routes, namespace, addresses: 'one' });
    const front = new PublicService(this, 'Service', { namespace, exposure: config.exposure, tls: config.tls.enabled });
    const file = 'nginx.conf';
    new BalancerPods(this, 'Pods', {
      ...props,
      program: {
        image: props.surroundings.images.programs.nginx,
        user: NGINX_USER,
        command: nginxCommand('nginx', `${CONFIGURATION_PATH}/${file}`),
        reloadSignal: 'HUP',
        files: {
          [file]: nginxConf({
            ...proxyOptions(props),
            endpoints: Object.fromEntries(routes.map(({ service, port }) => [service, [{ host: upstreamName(service), port }]])),
            writablePath: WRITABLE_PATH,
            accessLog: '/dev/stdout',
            user: null,
          }),
        },
      },
      dependsOn: [...upstreams.resources, front.resource],
    });
    this.origin = front.origin;
  }
}
