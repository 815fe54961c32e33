import type { IngressConfig, StreamingChain } from '../../../config';
import { errorBody, errorTexts } from '../error-texts';
import { CONNECT_SECONDS, type ProxyRoute } from '../proxy';

export interface AnnotationsProps {
  readonly controller: IngressConfig['controller'];
  readonly route: ProxyRoute;
  readonly limits: Pick<StreamingChain['loadBalancer'], 'idleSeconds' | 'maxBodyMiB'>;
}

/**
 * What a controller has to be told about the host of one route. Each reads its own; what none of them can say for a single host is in
 * docs/load-balancer.md as a setting of the controller.
 */
export function ingressAnnotations({ controller, ...props }: AnnotationsProps): Readonly<Record<string, string>> {
  switch (controller) {
    case 'traefik':
      return traefik;
    case 'haproxy':
      return haproxy(props);
    case 'nginx-inc':
      return nginx(props);
  }
}

/**
 * Traefik streams answers as they come and knows no limit for their silence; it has no annotation for the size of a body.
 * https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/
 */
const traefik = {
  'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure',
  'traefik.ingress.kubernetes.io/router.tls': 'true',
};

type Props = Omit<AnnotationsProps, 'controller'>;

/** https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation/annotations.md */
function haproxy({ route, limits: { idleSeconds, maxBodyMiB } }: Props): Record<string, string> {
  const tooLarge = errorBody(413, errorTexts({ idleSeconds, maxBodyMiB })[413], null);
  return {
    'haproxy.org/timeout-server': `${idleSeconds}s`,
    'haproxy.org/load-balance': 'leastconn',
    'haproxy.org/check': 'true',
    'haproxy.org/check-http': route.readinessPath,
    'haproxy.org/ssl-redirect': 'true',
    'haproxy.org/ssl-redirect-code': '301',
    'haproxy.org/ssl-redirect-port': '443',
    'haproxy.org/backend-config-snippet': [
      'option http-no-delay',
      'option abortonclose',
      `http-request return status 413 content-type application/json string '${tooLarge}' if { req.body_size gt ${maxBodyMiB * 1024 * 1024} }`,
      '',
    ].join('\n'),
  };
}

/** https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/ */
const nginx = ({ route, limits: { idleSeconds, maxBodyMiB } }: Props): Record<string, string> => ({
  ...(route.streamingPaths.length === 0 ? {} : { 'nginx.org/proxy-buffering': 'False' }),
  'nginx.org/proxy-connect-timeout': `${CONNECT_SECONDS}s`,
  'nginx.org/proxy-read-timeout': `${idleSeconds}s`,
  'nginx.org/proxy-send-timeout': `${idleSeconds}s`,
  'nginx.org/client-max-body-size': `${maxBodyMiB}m`,
  'nginx.org/keepalive': '64',
  'nginx.org/lb-method': 'least_conn',
  'nginx.org/max-fails': '0',
});
