import { z } from 'zod';
import { certificatesIn, LONGEST_BUNDLE, refineBundle } from '../fields/certificates';
import { tcp } from '../derived/peers';
import type { Route } from '../derived/routes';
import { cloudWatchMetrics } from '../fields/engine';
import { disabledField, reasonField } from '../fields/values';
import type { Problem } from '../rules/rule';
import { loadBalancerEngine } from './engine';
import { fromEdge } from './pods';

/** The authority of the certificate that the CDN shows. */
const originPullCaField = z
  .union([z.string().max(LONGEST_BUNDLE), disabledField], 'must be certificates in PEM form, or { enabled: false, reason }')
  .superRefine(refineBundle)
  .transform((value) => (typeof value === 'string' ? certificatesIn(value).join('') : value))
  .describe(
    'Certificate of the authority that signed the CDN’s client certificate (authenticated origin pulls), in PEM form: connections without such a certificate fail in the handshake. While you replace an authority, put in both, one after the other.',
  );

const desyncMitigationField = z
  .discriminatedUnion(
    'mode',
    [
      z.strictObject({ mode: z.literal('strictest').describe('Only what complies with RFC 7230 reaches a service.') }),
      z.strictObject({
        mode: z.literal('defensive').describe('Requests that do not comply also reach a service, unless they are a known attack.'),
        reason: reasonField.describe('Clients that need it, for reviewers.'),
      }),
    ],
    'must be { mode: "strictest" } or { mode: "defensive", reason }',
  )
  .prefault({ mode: 'strictest' })
  .describe('Handling of ambiguous requests, which two programs might read differently. Default: what AWS recommends.');

const schema = z.strictObject({
  engine: z.literal('alb').describe('An AWS Application Load Balancer in front of the pods of an EKS cluster in Auto Mode.'),
  originPullCa: originPullCaField,
  desyncMitigation: desyncMitigationField,
});

/** Ports of its listeners. */
export const albPorts = { http: 80, https: 443 } as const;

/** An application load balancer of AWS. */
export type AlbConfig = z.infer<typeof schema>;

/**
 * A host name in a rule of a listener, and the letters after its last dot.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#host-conditions
 */
const LONGEST_HOST = 128;
const ruleHost = /\.[a-z]+$/;

/** A rule has so many values of conditions. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_CONDITION_VALUES = 5;

const ruleProblems = (routes: readonly Route[]): readonly Problem[] =>
  routes.flatMap(({ service, hosts, path, listenerPriority }, index) => {
    const at = (field: string, message: string): Problem => ({ path: `services.${service}.${field}`, message });
    const values = hosts.length + (path === '/' ? 0 : 2);
    const twin = routes.slice(0, index).find((other) => other.listenerPriority === listenerPriority);
    return [
      ...hosts
        .filter((host) => host.length > LONGEST_HOST || !ruleHost.test(host))
        .map((host) =>
          at(
            host === hosts[0] ? 'host' : 'aliases',
            `${host} cannot be in a rule of the load balancer of AWS: it takes ${LONGEST_HOST} characters, a dot, and letters after the last one`,
          ),
        ),
      ...(values > MOST_CONDITION_VALUES
        ? [
            at(
              'aliases',
              `${hosts.length} hosts${path === '/' ? '' : ' and a path'} are more than a rule of the load balancer of AWS takes, ${MOST_CONDITION_VALUES} values (a path counts twice)`,
            ),
          ]
        : []),
      // Two rules of one number cannot be.
      ...(twin === undefined
        ? []
        : [at('listenerPriority', `${listenerPriority} is also that of ${twin.service}; set another one, 2 to 50000`)]),
    ];
  });

/** Characters that a target group’s name has for environment and service, beside the suffix that its settings add. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const LONGEST_NAMES = 32 - '--xyz'.length;

const nameProblems = (environment: string, routes: readonly Route[]): readonly Problem[] =>
  routes
    .filter(({ service }) => environment.length + service.length > LONGEST_NAMES)
    .map(({ service }) => ({
      path: `services.${service}`,
      message: `must have ${LONGEST_NAMES - environment.length} characters at most: the AWS load balancer names its target groups "${environment}-${service}-…"`,
    }));

/** What the CDN shows has to be what the load balancer asks for: otherwise no connection comes about. `shown`: null where it shows nothing. */
const originPullProblems = ({ originPullCa }: AlbConfig, shown: string | null): readonly Problem[] => {
  if (typeof originPullCa !== 'string') return [];
  const trusted = certificatesIn(originPullCa);
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
    : [{ path, message: 'would block the CDN: it must contain every certificate of cdn.authenticatedOriginPulls.certificateAuthority' }];
};

/** An application load balancer of AWS. */
export const alb = loadBalancerEngine({
  schema,
  targets: ['aws'],
  presence: (_, { cidrs }) => ({
    component: {
      ports: { http: tcp(albPorts.http), https: tcp(albPorts.https) },
      runsAs: { cidrs: cidrs?.public ?? [], securityGroup: 'loadBalancer' },
    },
    flows: [fromEdge('http', 'clients that begin in clear text and are redirected'), fromEdge('https', 'clients, or the CDN for them')],
    pods: [],
  }),
  watch: () => ({ metrics: 'cloudwatch' }),
  rules: [
    { needs: ['routes'], check: (_, { routes }) => ruleProblems(routes) },
    { needs: ['name', 'routes'], check: (_, { name, routes }) => nameProblems(name, routes) },
    { needs: ['edge'], check: (config, { edge }) => originPullProblems(config, edge.clientCertificateAuthority) },
  ],
  cloudWatch: {
    type: 'AWS/ApplicationELB',
    metrics: [
      ...cloudWatchMetrics(
        'Sum',
        'RequestCount',
        'HTTPCode_ELB_4XX_Count',
        'HTTPCode_ELB_5XX_Count',
        'HTTPCode_Target_4XX_Count',
        'HTTPCode_Target_5XX_Count',
        'RejectedConnectionCount',
        'TargetConnectionErrorCount',
        'ClientTLSNegotiationErrorCount',
        'ActiveConnectionCount',
        'NewConnectionCount',
        'ProcessedBytes',
        'ConsumedLCUs',
      ),
      ...cloudWatchMetrics('Average', 'TargetResponseTime'),
      ...cloudWatchMetrics('Minimum', 'HealthyHostCount'),
      ...cloudWatchMetrics('Maximum', 'UnHealthyHostCount'),
    ],
  },
});
