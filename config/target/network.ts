import { z } from 'zod';
import { cidrField, disabledField } from '../fields/values';
import { logRetentionField } from '../fields/windows';

const zoneField = z
  .string()
  .max(40)
  .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-h]$/, 'must be an availability zone, such as "eu-central-1a"');

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** Services of AWS that a network can reach by an interface of its own instead of over the internet. */
const interfaceEndpoints = [
  'autoscaling',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'kms',
  'logs',
  'monitoring',
  'rds',
  'secretsmanager',
  'ssm',
  'sts',
] as const;

/** Private addresses (RFC 1918), of which the smallest network still has room for three zones. */
const vpcCidrField = cidrField
  .refine(
    (cidr) => /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/.test(cidr),
    'must be a range of private addresses, such as "10.0.0.0/16"',
  )
  .refine((cidr) => /\/(1[6-9]|20)$/.test(cidr), 'must be /16 to /20: AWS accepts no larger one, and a smaller one has no room for pods')
  .refine((cidr) => isAligned(cidr), 'must begin where a range of its length begins, such as "10.0.0.0/16"');

const created = z.strictObject({
  mode: z.literal('create').describe('A network of its own. Changing the mode replaces the network and loses all data in it.'),
  cidr: vpcCidrField
    .default('10.0.0.0/16')
    .describe(
      'Its private addresses, /16 to /20. The ranges of all subnets come from it; no other network that is ever to be connected may overlap it. Changing it replaces the network and loses all data in it.',
    ),
  zones: z
    .array(zoneField)
    .length(3, 'must be three availability zones')
    .refine(distinct, 'must be three different zones')
    .describe(
      'Names of the three availability zones. A protected environment keeps them: Terraform refuses another one, because nodes, stores and load balancer stand in the subnets of every zone. A subnet’s range depends on the letter of its zone alone.',
    ),
  nat: z
    .enum(['per-zone', 'single'])
    .default('per-zone')
    .describe(
      'NAT gateways: one in each zone, or a single one; if the zone of a single one fails, no zone can reach the internet. Switching between the two breaks open connections to the internet.',
    ),
  interfaceEndpoints: z
    .array(z.enum(interfaceEndpoints))
    .refine(distinct, 'must name each service once')
    .default(['ecr.api', 'ecr.dkr', 'eks-auth', 'sts'])
    .describe(
      'Services reached inside the network, each billed by the hour and zone. Default: what a starting pod needs (image, identity), so that pods start while a NAT gateway is out. S3 is always reached inside, without cost.',
    ),
  flowLogs: z
    .discriminatedUnion(
      'enabled',
      [
        z.strictObject({
          enabled: z.literal(true).describe('On.'),
          retentionDays: logRetentionField,
        }),
        disabledField,
      ],
      'must be { enabled: true, … } or { enabled: false, reason }',
    )
    .prefault({ enabled: true })
    .describe('Flow logs: connections by address and port.'),
});

const subnetField = (what: string) =>
  z
    .strictObject({
      id: z
        .string()
        .regex(/^subnet-[0-9a-f]{8,17}$/, 'must be the id of a subnet, such as "subnet-0123456789abcdef0"')
        .describe('Id of the VPC.'),
      cidr: cidrField.describe('Its range.'),
    })
    .describe(what);

const existing = z.strictObject({
  mode: z
    .literal('existing')
    .describe(
      'An existing network, with its routes, NAT gateways, endpoints and flow logs. Its public subnets carry the tag `kubernetes.io/role/elb` = 1, its private ones `kubernetes.io/role/internal-elb` = 1.',
    ),
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/, 'must be the id of a network, such as "vpc-0123456789abcdef0"')
    .describe('Id of the VPC.'),
  subnets: z
    .record(
      zoneField,
      z.strictObject({
        public: subnetField('For the load balancer, with a route to an internet gateway.'),
        private: subnetField('For nodes and pods, with a route to a NAT gateway.'),
        data: subnetField('For PostgreSQL and Redis; needs no route to the internet.'),
      }),
    )
    .refine((zones) => Object.keys(zones).length >= 2, 'must be subnets of at least two zones, which a load balancer and a database need')
    .describe('Its subnets by availability zone; at least two zones.'),
});

const certificate = z
  .discriminatedUnion(
    'mode',
    [
      z.strictObject({
        mode: z
          .literal('create')
          .describe(
            'ACM issues and renews it; its validation records are written into the CDN’s zone. If that zone has CAA records, they have to allow `amazon.com`.',
          ),
      }),
      z.strictObject({
        mode: z.literal('existing').describe('An existing ACM certificate.'),
        arn: z
          .string()
          .max(200)
          .regex(/^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/, 'must be the ARN of an ACM certificate')
          .describe('ARN of the certificate, which is in the load balancer’s region and covers all hosts.'),
      }),
    ],
    'must be { mode: "create" } or { mode: "existing", arn }',
  )
  .prefault({ mode: 'create' })
  .describe('Certificate of the load balancer for the hosts.');

/** The network of AWS, and what belongs to no other box: encryption keys, the certificate, the bucket of access logs. */
export const networkField = z
  .strictObject({
    vpc: z
      .discriminatedUnion('mode', [created, existing], 'must be { mode: "create", … } or { mode: "existing", … }')
      .describe('The network.'),
    certificate,
    accessLogRetentionDays: z
      .int()
      .min(1)
      .max(3653)
      .default(365)
      .describe('Days that access logs of the load balancer and the buckets are kept. Default: a year, for investigations.'),
  })
  .describe('The network, its keys and its certificate.');

/** The network as configured. */
export type NetworkConfig = z.infer<typeof networkField>;
/** A network that is made here. */
export type CreatedVpcConfig = z.infer<typeof created>;
/** An existing network. */
export type ExistingVpcConfig = z.infer<typeof existing>;

function isAligned(cidr: string): boolean {
  const [base = '', length = '32'] = cidr.split('/');
  return base.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0) % 2 ** (32 - Number(length)) === 0;
}
