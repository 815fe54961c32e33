/**
 * Services are data: one row says what a service is, and hosts, routes, probes, flows, policies, scrapes, certificates, limits at the edge
 * and budgets follow from it. A service is called by its name everywhere, so adding one moves nothing of the others.
 */
import { z } from 'zod';
import { cidrField, hostField, imageField, nameField, pathField, portField, variableField } from '../fields/values';

/** A store that a service may use. */
export type StoreName = 'postgres' | 'redis' | 'object-storage';
/** Name of a service: of its Kubernetes objects, and the first part of what is called after it. */
export type ServiceName = string;

const checkCommandField = z.array(z.string().min(1, 'must not be empty')).min(1, 'must name a program');

const eachOnce = <Field extends z.ZodType>(field: Field) =>
  z.array(field).refine((list) => new Set(list).size === list.length, 'must name each once');

const whyField = z.string().min(3, 'must say what would stop working').describe('What would stop working without it.');
const portsField = z.array(portField).min(1, 'must name at least one port').max(20).describe('TCP ports.');

/** Where a service may open connections beside its stores and the services it calls. */
const egressField = z.union(
  [
    z.strictObject({ to: z.literal('internet').describe('Everywhere but private addresses of the cloud, on port 443.'), why: whyField }),
    z.strictObject({
      cidrs: z.array(cidrField).min(1, 'must name at least one range').describe('IPv4 ranges.'),
      ports: portsField,
      why: whyField,
    }),
    z.strictObject({
      namespace: nameField.describe('Another namespace of the cluster.'),
      podLabels: z
        .record(z.string(), z.string())
        .refine((labels) => Object.keys(labels).length > 0, 'must name at least one label: none would mean every pod')
        .describe('Labels of its pods.'),
      ports: portsField,
      why: whyField,
    }),
  ],
  'must be { to: "internet", why }, { cidrs, ports, why } or { namespace, podLabels, ports, why }',
);

/** A destination beyond stores and services, as configured. */
export type EgressConfig = z.output<typeof egressField>;

const probeField = (what: string, defaults: { delay: number; period: number; timeout: number }) =>
  z
    .strictObject({
      delaySeconds: z
        .int()
        .min(0)
        .max(3600)
        .default(defaults.delay)
        .describe('Seconds from the end of the start-up probe to the first check.'),
      periodSeconds: z.int().min(1).max(3600).default(defaults.period).describe('Seconds between two checks.'),
      timeoutSeconds: z.int().min(1).max(300).default(defaults.timeout).describe('Seconds that an answer may take.'),
      failures: z.int().min(1).max(100).default(3).describe('Failures in a row that count.'),
    })
    .prefault({})
    .describe(what);

const common = {
  image: imageField
    .nullable()
    .default(null)
    .describe('Image with its exact tag; null: a public stand-in that answers the health paths, for the sizing `laptop` only.'),
  command: z
    .array(z.string().min(1, 'must not be empty'))
    .min(1, 'must name a program')
    .nullable()
    .default(null)
    .describe('Program and arguments that are started; null: what the image starts.'),
  user: z
    .int()
    .min(1, 'must be 1 or more: nothing runs as root')
    .max(2_147_483_647)
    .nullable()
    .default(null)
    .describe('Number of the user that the processes run as, and of their group; null: 65532, `nonroot` of distroless images.'),
  writablePathsMiB: z
    .record(pathField, z.int().min(1).max(102_400))
    .default({ '/tmp': 64 })
    .describe('Directories that may be written below the read-only root, each with its size in MiB; a pod that exceeds it is evicted.'),
  settings: z
    .record(variableField, z.string())
    .default({})
    .describe('Environment variables beside the derived ones. Nothing secret: they are readable in plans and in the cluster.'),
  secretNames: eachOnce(nameField)
    .default([])
    .describe('Secrets of the namespace whose keys all become environment variables, such as keys of model providers.'),
  generatedSecrets: eachOnce(variableField)
    .default([])
    .describe(
      'Environment variables with a generated value, such as a signing key. A new one gets its value when `secrets.revision` rewrites its slot: raise it twice.',
    ),
  stores: eachOnce(z.enum(['postgres', 'redis', 'object-storage']))
    .default([])
    .describe('Stores that it uses: it gets their addresses and credentials, and may connect to no other.'),
  databasePool: z
    .int()
    .min(0)
    .max(500)
    .nullable()
    .default(null)
    .describe('Connections to PostgreSQL that one pod holds at most; null: 2 where it uses PostgreSQL, otherwise 0.'),
  calls: eachOnce(nameField).default([]).describe('Services that it calls inside the cluster: it gets `<NAME>_URL` of each.'),
  links: eachOnce(nameField).default([]).describe('Services that its pages or e-mails link to: it gets `<NAME>_PUBLIC_HOST` of each.'),
  egress: z.array(egressField).default([]).describe('Where else it may open connections: what is not listed is refused.'),
  tier: z
    .enum(['backend', 'frontend'])
    .default('frontend')
    .describe('Which server of the sizing table bounds all its pods together, where `replicas.max` is null.'),
  replicas: z
    .strictObject({
      min: z.int().min(2, 'must be 2 or more, so that one may go').default(2).describe('Pods at least.'),
      max: z.int().min(2).nullable().default(null).describe('Pods at most; null: as many as the tier of the sizing has room for.'),
    })
    .prefault({})
    .describe('How many pods; the autoscaler decides between both.'),
  resources: z
    .strictObject({
      cpuRequestMillis: z.int().min(10).default(100).describe('Thousandths of a core that are reserved for a pod.'),
      cpuLimitMillis: z
        .int()
        .min(10)
        .nullable()
        .default(250)
        .describe('Thousandths of a core that a pod may use; null: what its node has.'),
      memoryRequestMiB: z.int().min(16).default(128).describe('MiB that are reserved for a pod.'),
      memoryLimitMiB: z.int().min(16).default(256).describe('MiB above which a pod is killed.'),
    })
    .prefault({})
    .describe('What one pod asks for and may use.'),
  metrics: pathField.nullable().default(null).describe('Path of its metrics for Prometheus (docs/application-metrics.md); null: none.'),
  probes: z
    .strictObject({
      startUpSeconds: z
        .int()
        .min(5)
        .max(3600)
        .default(150)
        .describe('Seconds from the start of the process to its first answer; after that it is restarted. Asked every 5 seconds.'),
      liveness: probeField('When a process counts as dead. Defaults: 30 s and 10 s are the deployment guide’s.', {
        delay: 30,
        period: 10,
        timeout: 5,
      }),
      readiness: probeField('When a pod takes requests. Defaults: 5 s and 5 s are the deployment guide’s.', {
        delay: 5,
        period: 5,
        timeout: 3,
      }),
    })
    .prefault({})
    .describe('Times of the probes.'),
} as const;

const liveness = pathField.default('/health').describe('Path that answers as long as a restart would not help. It must not ask a store.');
const readiness = pathField.default('/ready').describe('Path that answers when requests may come.');

const edgeLimitField = z
  .strictObject({
    name: nameField.nullable().default(null).describe('Name of the limit; null: the service’s. Changing it replaces the rule.'),
    path: pathField.default('/').describe('Path it is for, with all that is below.'),
    requests: z.int().min(1).max(1_000_000).default(1200).describe('Requests of one address per minute.'),
  })
  .nullable()
  .prefault({})
  .describe('Default limit of the CDN against floods, where `cdn.rateLimits` is null; null: none.');

const web = z.strictObject({
  kind: z.literal('web').describe('Users reach it through the load balancer.'),
  subdomain: z
    .string()
    .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$/, 'must be a label of a host name, or empty for the domain itself')
    .nullable()
    .default(null)
    .describe('Label before `domain` that makes its host; empty: the domain itself; null: its name.'),
  host: hostField.nullable().default(null).describe('Public host name; null: `subdomain` before `domain`.'),
  aliases: z.array(hostField).max(20).default([]).describe('Further public host names that lead to it.'),
  path: pathField
    .refine((path) => path === '/' || !path.endsWith('/'), 'must not end with a slash')
    .default('/')
    .describe('Path below which it answers on its hosts, so that several services share one host; the longest that matches wins.'),
  port: portField.min(1024, 'must be 1024 or more: nothing runs as root').default(8080).describe('TCP port on which its process listens.'),
  liveness,
  readiness,
  streaming: z
    .array(pathField)
    .default([])
    .describe('Paths below which answers are token streams: nothing buffers, compresses or challenges them.'),
  fenced: z
    .boolean()
    .default(false)
    .describe('Whether `cdn.adminProtection` guards its hosts: only the people or addresses named there reach it.'),
  edgeLimit: edgeLimitField,
  listenerPriority: z
    .int()
    .min(2)
    .max(50_000)
    .nullable()
    .default(null)
    .describe('Priority of its rule at a load balancer of AWS, unique among the services; null: derived from its name.'),
  ...common,
});

const worker = z.strictObject({
  kind: z.literal('worker').describe('Nobody connects to it but Prometheus: it has no host, and no Service in front.'),
  port: portField
    .min(1024, 'must be 1024 or more: nothing runs as root')
    .nullable()
    .default(8080)
    .describe('TCP port of its health paths and metrics; null: it listens nowhere, and `check` says whether it works.'),
  liveness,
  readiness,
  check: checkCommandField
    .nullable()
    .default(null)
    .describe('Program that ends with 0 as long as a restart would not help, in place of both paths; null: the paths are asked.'),
  ...common,
});

/** The fields of a service. */
const serviceField = z
  .discriminatedUnion('kind', [web, worker], 'must be { kind: "web", … } or { kind: "worker", … }')
  .nullable()
  .describe('A service; null leaves a default one out.');

/** Longest name of a service: an environment, the name and a suffix make 32 characters of a target group’s name. */
const LONGEST_NAME = 20;

/** Services by name. `withDefaultServices` comes first: it lays what is written over the default rows. */
export const servicesField = z
  .record(nameField.max(LONGEST_NAME, `must have ${LONGEST_NAME} characters at most: it is part of many names`), serviceField)
  .prefault({})
  .describe('The services of the application tier by name, laid over the default ones.');

/** What can be written for a service. Of a default one, each field that is left out is the default row’s. */
export type ServiceInput = Partial<z.input<typeof web>> | z.input<typeof worker> | null;
/** What can be written for the services. */
export type ServicesInput = Readonly<Record<ServiceName, ServiceInput>>;
/** The services as configured, with every field set. */
export type ServicesConfig = z.output<typeof servicesField>;

export { withDefaultServices } from './with-defaults';
