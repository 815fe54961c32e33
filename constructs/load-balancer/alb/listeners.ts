import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Construct } from 'constructs';
import { albPorts, type ServiceName, type StreamingChain, type Route } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import { errorBody, errorTexts } from '../error-texts';
import { HSTS } from '../proxy';
import { privatePathPatterns } from './private-paths';

export interface ListenersProps {
  readonly loadBalancerArn: string;
  /** Certificate of all hosts. */
  readonly certificateArn: string;
  /** Authorities of the certificate that a client has to show; null: it need not show one. */
  readonly trustStoreArn: string | null;
  /** Whether browsers are told to come back by TLS only. */
  readonly hsts: boolean;
  readonly limits: StreamingChain['loadBalancer'];
  /** Where each route leads. */
  readonly targets: readonly { readonly route: Route; readonly groupArn: string }[];
}

/**
 * TLS 1.3, and 1.2 with forward secrecy and authenticated encryption only; with a key exchange that a quantum computer does not break, for
 * clients that have one. What AWS recommends.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';

/** Before the rules of the services. A rule keeps its number for good: two that swap theirs would meet in between, which is refused. */
const PRIVATE_PATHS_PRIORITY = 1;

/** What listens, and which request goes where. */
export class Listeners extends Construct {
  /** The rule of each service. */
  readonly rules: ReadonlyMap<ServiceName, LbListenerRule>;

  constructor(scope: Construct, id: string, { loadBalancerArn, limits, targets, ...props }: ListenersProps) {
    super(scope, id);
    const lifecycle = { createBeforeDestroy: true };
    const answer = (status: 404 | 421) => ({
      type: 'fixed-response',
      fixedResponse: {
        contentType: 'application/json',
        statusCode: String(status),
        messageBody: errorBody(status, errorTexts(limits)[status], null),
      },
    });
    const https = new LbListener(this, 'Https', {
      loadBalancerArn,
      port: albPorts.https,
      protocol: 'HTTPS',
      sslPolicy: TLS_POLICY,
      certificateArn: props.certificateArn,
      // Said even when it is off: leaving it out would leave it as it was.
      mutualAuthentication: props.trustStoreArn === null ? { mode: 'off' } : { mode: 'verify', trustStoreArn: props.trustStoreArn },
      routingHttpResponseServerEnabled: false,
      routingHttpResponseStrictTransportSecurityHeaderValue: props.hsts ? HSTS : undefined,
      defaultAction: [answer(421)],
      lifecycle,
    });
    new LbListener(this, 'Http', {
      loadBalancerArn,
      port: albPorts.http,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: String(albPorts.https), statusCode: 'HTTP_301' } }],
      lifecycle,
    });
    new LbListenerRule(this, 'PrivatePaths', {
      listenerArn: https.arn,
      priority: PRIVATE_PATHS_PRIORITY,
      condition: [{ pathPattern: { regexValues: [...privatePathPatterns] } }],
      action: [answer(404)],
      lifecycle,
    });
    this.rules = new Map(
      targets.map(({ route: { service, hosts, path, listenerPriority }, groupArn }) => [
        service,
        new LbListenerRule(this, constructId(service), {
          listenerArn: https.arn,
          priority: listenerPriority,
          condition: [{ hostHeader: { values: [...hosts] } }, ...(path === '/' ? [] : [{ pathPattern: { values: [path, `${path}/*`] } }])],
          action: [{ type: 'forward', targetGroupArn: groupArn }],
          lifecycle,
        }),
      ]),
    );
  }
}
