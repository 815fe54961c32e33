/** What an application load balancer of AWS asks of other boxes. */
import { certificatesIn } from '../fields/certificates';
import { awsRule, type Problem, type Rule } from './rule';
import { services } from '../services';
import { streamingChain } from '../streaming';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay */
const LONGEST_DEREGISTRATION_SECONDS = 3600;

/**
 * A host name in a rule of a listener, and the letters after its last dot.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#host-conditions
 */
const LONGEST_HOST = 128;
const ruleHost = /\.[a-z]+$/;

const deregistration = awsRule(['loadBalancer', 'streaming', 'cdn'], ({ loadBalancer, streaming, cdn }) => {
  const { deregistrationSeconds } = streamingChain(streaming, cdn).loadBalancer;
  const excess = deregistrationSeconds - LONGEST_DEREGISTRATION_SECONDS;
  if (loadBalancer.engine !== 'alb' || excess <= 0) return [];
  return [
    {
      path: 'streaming.drainSeconds',
      message: `${streaming.drainSeconds} s are more than the load balancer of AWS gives a target to end; lower it by ${excess}`,
    },
  ];
});

const hosts = awsRule(['loadBalancer', 'services', 'sizing'], ({ loadBalancer, ...config }): readonly Problem[] =>
  services(config.services, config.sizing)
    .filter(({ host }) => loadBalancer.engine === 'alb' && (host.length > LONGEST_HOST || !ruleHost.test(host)))
    .map(({ name, host }) => ({
      path: `services.${name}.host`,
      message: `${host} cannot be in a rule of the load balancer of AWS: it takes ${LONGEST_HOST} characters, a dot, and letters after the last one`,
    })),
);

/** What the CDN shows has to be what the load balancer asks for: otherwise no connection comes about. */
const originPulls = awsRule(['loadBalancer', 'cdn'], ({ loadBalancer, cdn }) => {
  if (loadBalancer.engine !== 'alb' || typeof loadBalancer.originPullCa !== 'string') return [];
  const trusted = certificatesIn(loadBalancer.originPullCa);
  const shown = cdn.engine === 'none' || !cdn.authenticatedOriginPulls.enabled ? null : cdn.authenticatedOriginPulls.certificateAuthority;
  const path = 'loadBalancer.originPullCa';
  if (shown === null) {
    return [
      {
        path,
        message:
          'would shut everyone out: nobody but a CDN with authenticatedOriginPulls has such a certificate; switch it on there, or say { enabled: false, reason } here',
      },
    ];
  }
  return certificatesIn(shown).every((certificate) => trusted.includes(certificate))
    ? []
    : [{ path, message: 'would shut the CDN out: it must have every certificate of cdn.authenticatedOriginPulls.certificateAuthority' }];
});

/** Rules that hold where the engine is `alb`. */
export const albRules: readonly Rule[] = [deregistration, hosts, originPulls];
