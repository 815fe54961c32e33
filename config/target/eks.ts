import { z } from 'zod';
import { overlap } from '../fields/cidr';
import { cidrField, nameField, reasonField } from '../fields/values';
import { versions } from '../versions';
import { logRetentionField } from '../fields/windows';

/** RFC 1918, where the addresses of Services have to be. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const lengthOf = (cidr: string): number => Number(cidr.split('/')[1]);

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
const serviceCidrField = cidrField
  .refine(
    (cidr) => privateRanges.some((range) => overlap(cidr, range)) && lengthOf(cidr) >= 12,
    'must be a private range (RFC 1918) of /12 or smaller',
  )
  .refine((cidr) => lengthOf(cidr) <= 24, 'must be /24 or larger: EKS accepts nothing smaller');

const principalField = z
  .string()
  .max(2048)
  .regex(
    /^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
    'must be the ARN of a role or user, such as "arn:aws:iam::123456789012:role/admin"',
  );

const publicAccess = z
  .discriminatedUnion('enabled', [
    z.strictObject({ enabled: z.literal(false).describe('Off: the API server answers only inside the VPC.') }),
    z.strictObject({
      enabled: z.literal(true).describe('On: it also answers on the internet, to the ranges below.'),
      cidrs: z
        .array(
          cidrField
            .refine((cidr) => lengthOf(cidr) >= 8, 'must be /8 or smaller: anything larger is nearly everyone')
            .refine(
              (cidr) => !privateRanges.some((range) => overlap(cidr, range)),
              'must be public: nobody can connect from it over the internet',
            ),
        )
        .min(1, 'must name at least one range')
        .max(40, 'must name 40 ranges at most, EKS’ limit')
        .describe('Public IPv4 ranges that may connect.'),
      reason: reasonField.describe('Reason why it is on, for reviewers.'),
    }),
  ])
  .default({ enabled: false });

const runsIn = z.discriminatedUnion('place', [
  z.strictObject({
    place: z.literal('vpc').describe('Inside the VPC, or in a network routed to it: the private endpoint is used.'),
    cidrs: z
      .array(cidrField)
      .min(1, 'must name at least one range')
      .describe('Private IPv4 ranges of the runners: the cluster’s security group admits them on port 443.'),
  }),
  z.strictObject({
    place: z.literal('internet').describe('Outside: needs `publicAccess`, with the ranges of the runners.'),
  }),
]);

const create = z
  .strictObject({
    mode: z
      .literal('create')
      .describe(
        'An EKS cluster in Auto Mode: AWS runs nodes, networking, volumes, DNS and load-balancer targets. Its nodes are amd64 and never spot: the images have to be for amd64.',
      ),
    version: z
      .string()
      .regex(/^1\.\d\d$/, 'must be a minor release such as "1.35"')
      .default(versions.aws.kubernetes)
      .describe(
        'Kubernetes, minor release; EKS chooses the patch release. It can be raised by one at a time and never lowered. Default: in standard support for at least three months, and at most one above what this program is tested with.',
      ),
    support: z
      .enum(['standard', 'extended'])
      .default('standard')
      .describe(
        'What EKS does when standard support of the version ends, 14 months after its release: `standard` upgrades the cluster by itself, `extended` leaves it for another year at six times the price, 365 US dollars more a month. Plans warn from the last day on. Default: nobody pays unasked.',
      ),
    serviceCidr: serviceCidrField
      .default('172.20.0.0/16')
      .describe(
        'Range of the Services’ addresses; it must not overlap the VPC’s. Changing it replaces the cluster and loses what runs in it. Default: EKS’ own for networks in 10.0.0.0/8; neither the default VPC (172.31.0.0/16) nor usual ranges (10.0.0.0/8, 192.168.0.0/16) overlap it.',
      ),
    // https://github.com/aws/containers-roadmap/issues/2552, https://github.com/archestra-ai/archestra/pull/5538
    dns: z
      .literal('address')
      .default('address')
      .describe(
        'How network policies identify the cluster’s DNS: in Auto Mode it runs on each node, and pods ask the tenth address of `serviceCidr`.',
      ),
    publicAccess: publicAccess.describe('Whether the API server also has a public endpoint. Default: private only.'),
    runsIn: runsIn.describe(
      'Location of the runner that `automation.runner` names, which has to reach the API server. Inside the VPC is safer, because the API server need not be public.',
    ),
    people: z
      .record(
        nameField,
        z.strictObject({
          principal: principalField.describe(
            'ARN of an IAM role or user; for Identity Center, of the role that it created in the account.',
          ),
          access: z
            .enum(['admin', 'view-all', 'view'])
            .default('view')
            .describe(
              '`admin`: everything; `view-all`: reads everything, including Secrets; `view`: reads objects in namespaces, but no Secrets.',
            ),
        }),
      )
      .default({})
      .describe(
        'People who may also use the API server, by a name of your choice. The creator of the cluster may not, unless listed here.',
      ),
    logs: z
      .strictObject({
        more: z
          .array(z.enum(['controllerManager', 'scheduler']))
          .default([])
          .describe(
            'Additional logs, beside those of the API server, the audit log (`audit`) and the authentication log (`authenticator`).',
          ),
        retentionDays: logRetentionField,
      })
      .prefault({})
      .describe('Logs of the control plane, in CloudWatch.'),
    nodePools: z
      .array(z.enum(['general-purpose', 'system']))
      .refine((pools) => pools.includes('general-purpose'), 'must have "general-purpose": "system" runs only pods of add-ons')
      .default(['general-purpose', 'system'])
      .describe(
        'Node pools of Auto Mode; `system` is apart for add-ons that ask for it. Nodes are replaced when fewer or cheaper ones do, when there is a new image (about weekly), and after 14 days; the pods on them have their whole grace period, as long as it is below 24 hours.',
      ),
    metricsServer: z
      .string()
      .max(40)
      .regex(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, 'must be a version of the add-on, such as "v0.8.1-eksbuild.4"')
      .default('v0.8.1-eksbuild.4')
      .describe(
        'Version of the add-on metrics-server, which the autoscaler of pods reads. Default: one that EKS offers for Kubernetes 1.31 to 1.35; `aws eks describe-addon-versions --addon-name metrics-server` lists all.',
      ),
  })
  .refine(({ runsIn: { place }, publicAccess: { enabled } }) => place !== 'internet' || enabled, {
    path: ['runsIn', 'place'],
    message: 'is "internet", but the endpoint is private: set `publicAccess`, or run in the VPC',
  })
  .superRefine(({ people }, context) => {
    const all = Object.entries(people);
    all.forEach(([name, { principal }], index) => {
      const earlier = all.slice(0, index).find(([, other]) => other.principal === principal);
      if (earlier === undefined) return;
      context.addIssue({
        code: 'custom',
        path: ['people', name, 'principal'],
        message: `is ${earlier[0]} already: a principal has one entry`,
      });
    });
  });

const existing = z.strictObject({
  mode: z
    .literal('existing')
    .describe(
      'An existing EKS cluster in Auto Mode, in the same VPC. Its owner has granted access to the roles that plan and apply, runs metrics-server, and lets the cluster’s role use the KMS key of the volumes.',
    ),
  name: z
    .string()
    .regex(/^[0-9A-Za-z][\w-]{0,99}$/, 'must be the name of a cluster: letters, digits, hyphens and underscores, 100 at most')
    .describe('Its name.'),
  serviceCidr: serviceCidrField.describe('Range of its Services’ addresses, as `aws eks describe-cluster` reports it.'),
  dns: z
    .enum(['pods', 'address'])
    .default('address')
    .describe('How network policies identify its DNS: `address` if it runs on each node, `pods` if its owner runs CoreDNS as pods.'),
  networkPolicies: z
    .enum(['enforced', 'switch-on'])
    .default('enforced')
    .describe('Who turns on the enforcement of network policies for the whole cluster: its owner, or this program.'),
});

/** The EKS cluster. */
export const eksField = z
  .discriminatedUnion('mode', [create, existing], 'must be { mode: "create", … } or { mode: "existing", … }')
  .describe('The cluster.');

/** The EKS cluster as configured. */
export type EksConfig = z.infer<typeof eksField>;
/** A cluster that this program creates. */
export type CreatedEksConfig = z.infer<typeof create>;
/** A cluster that you bring. */
export type ExistingEksConfig = z.infer<typeof existing>;

/** Name of the cluster, known before it is there. @returns 28 characters at most; 100 are allowed. */
export const eksClusterName = (environment: string, config: EksConfig): string =>
  config.mode === 'existing' ? config.name : `${environment}-cluster`;

/** Whether state `platform` switches on that network policies are enforced. */
export const switchesOnNetworkPolicies = (config: EksConfig): boolean => config.mode === 'create' || config.networkPolicies === 'switch-on';
