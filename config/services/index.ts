/**
 * Services are data: one row says what a service is, and hosts, routes, probes, flows, policies, scrapes, certificates, limits at the edge
 * and budgets follow from it. A service is called by its name everywhere, so adding one moves nothing of the others.
 */
import { z } from 'zod';
import { argumentField, hostField, imageField, nameField, pathField, portField, variableField } from '../fields/values';
import { egressField } from './egress';

/** A store that a service may use. */
export type StoreName = 'postgres' | 'redis' | 'object-storage';
/** Name of a service: of its Kubernetes objects, and the first part of what is called after it. */
export type ServiceName = string;

const checkCommandField = z.array(argumentField.min(1, 'must not be empty')).min(1, 'must name a program').max(100);

const eachOnce = <Field extends z.ZodType>(field: Field) =>
  z.array(field).refine((list) => new Set(list).size === list.length, 'must name each once');

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
      timeoutSeconds: z.int().min(1).max(300).default(defaults.timeout).describe('Seconds after which a check times out.'),
      failures: z.int().min(1).max(100).default(3).describe('Number of consecutive failures after which the probe fails.'),
    })
    .prefault({})
    .describe(what);

const common = {
  image: imageField
    .nullable()
    .default(null)
    .describe('Image with its exact tag; null: a public stand-in that answers the health paths, for the sizing `laptop` only.'),
  command: z
    .array(argumentField.min(1, 'must not be empty'))
    .min(1, 'must name a program')
    .max(100)
    .nullable()
    .default(null)
    .describe('Command and arguments; null: those of the image.'),
  user: z
    .int()
    .min(1, 'must be 1 or more: nothing runs as root')
    .max(2_147_483_647)
    .nullable()
    .default(null)
    .describe('Numeric id of the user and group that the processes run as; null: 65532, `nonroot` of distroless images.'),
  writablePathsMiB: z
    .record(pathField, z.int().min(1).max(102_400))
    .default({ '/tmp': 64 })
    .describe('Writable directories on the read-only root, each with its size in MiB; a pod that exceeds a size is evicted.'),
  settings: z
    .record(variableField, z.string().max(65_536))
    .default({})
    .describe('Environment variables in addition to the derived ones. Put no secrets here: they can be read in plans and in the cluster.'),
  secretNames: eachOnce(nameField)
    .default([])
    .describe('Secrets in the namespace whose keys all become environment variables, such as API keys of model providers.'),
  generatedSecrets: eachOnce(variableField)
    .default([])
    .describe(
      'Environment variables with a generated value, such as a signing key. A new one gets its value when `secrets.revision` rewrites its slot: raise it twice.',
    ),
  stores: eachOnce(z.enum(['postgres', 'redis', 'object-storage']))
    .default([])
    .describe('Stores that it uses: it gets their addresses and credentials, and can connect to no other store.'),
  databasePool: z
    .int()
    .min(0)
    .max(500)
    .nullable()
    .default(null)
    .describe('Maximum number of PostgreSQL connections of one pod; null: 2 if it uses PostgreSQL, otherwise 0.'),
  calls: eachOnce(nameField).default([]).describe('Services that it calls inside the cluster: it gets a variable `<NAME>_URL` for each.'),
  links: eachOnce(nameField)
    .default([])
    .describe('Services that its pages or e-mails link to: it gets a variable `<NAME>_PUBLIC_HOST` for each.'),
  egress: z.array(egressField).default([]).describe('Additional destinations that it may connect to; all others are refused.'),
  tier: z.enum(['backend', 'frontend']).default('frontend').describe('Ceiling of `tiers` that bounds all its pods together.'),
  replicas: z
    .strictObject({
      min: z.int().min(2, 'must be 2 or more, so that one can be replaced').max(1000).default(2).describe('Minimum number of pods.'),
      max: z
        .int()
        .min(2)
        .max(1000)
        .nullable()
        .default(null)
        .describe('Maximum number of pods; null: as many as fit into the ceiling of its tier.'),
    })
    .prefault({})
    .describe('Number of pods; the autoscaler chooses between both limits.'),
  resources: z
    .strictObject({
      cpuRequestMillis: z.int().min(10).max(1_000_000).default(100).describe('CPU request of a pod, in thousandths of a core.'),
      cpuLimitMillis: z
        .int()
        .min(10)
        .max(1_000_000)
        .nullable()
        .default(250)
        .describe('CPU limit of a pod, in thousandths of a core; null: no limit.'),
      memoryRequestMiB: z.int().min(16).max(4_194_304).default(128).describe('Memory request of a pod, in MiB.'),
      memoryLimitMiB: z
        .int()
        .min(16)
        .max(4_194_304)
        .default(256)
        .describe('Memory limit of a pod, in MiB: a pod that exceeds it is killed.'),
    })
    .prefault({})
    .describe('Resource requests and limits of one pod.'),
  metrics: pathField.nullable().default(null).describe('Path of its metrics for Prometheus (docs/application-metrics.md); null: none.'),
  probes: z
    .strictObject({
      startUpSeconds: z
        .int()
        .min(5)
        .max(3600)
        .default(150)
        .describe('Seconds in which a new process has to pass its start-up probe, which runs every 5 seconds; otherwise it is restarted.'),
      liveness: probeField(
        'Liveness probe, which decides when a process is restarted. Defaults: 30 s and 10 s are the deployment guide’s.',
        {
          delay: 30,
          period: 10,
          timeout: 5,
        },
      ),
      readiness: probeField('Readiness probe, which decides when a pod takes requests. Defaults: 5 s and 5 s are the deployment guide’s.', {
        delay: 5,
        period: 5,
        timeout: 3,
      }),
    })
    .prefault({})
    .describe('Timing of the probes.'),
} as const;

const liveness = pathField
  .default('/health')
  .describe('Path of the liveness check: it fails only if a restart would help. It must not check a store.');
const readiness = pathField.default('/ready').describe('Path of the readiness check: it succeeds when the pod can take requests.');

const edgeLimitField = z
  .strictObject({
    name: nameField.nullable().default(null).describe('Name of the limit; null: the service’s name. Changing it replaces the rule.'),
    path: pathField.default('/').describe('Path prefix that it applies to.'),
    requests: z.int().min(1).max(1_000_000).default(1200).describe('Requests of one address per minute.'),
  })
  .nullable()
  .prefault({})
  .describe('Default rate limit of the CDN against floods, used if `cdn.rateLimits` is null; null: no limit.');

const web = z.strictObject({
  kind: z.literal('web').describe('A web service that users reach through the load balancer.'),
  subdomain: z
    .string()
    .regex(/^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$/, 'must be a label of a host name, or empty for the domain itself')
    .nullable()
    .default(null)
    .describe('Label in front of `domain` that forms its host name; empty: the domain itself; null: the service’s name.'),
  host: hostField.nullable().default(null).describe('Public host name; null: formed from `subdomain` and `domain`.'),
  aliases: z.array(hostField).max(20).default([]).describe('Additional public host names of the service.'),
  path: pathField
    .refine((path) => path === '/' || !path.endsWith('/'), 'must not end with a slash')
    .default('/')
    .describe('Path prefix that it serves on its hosts, so that several services can share a host; the longest match wins.'),
  port: portField.min(1024, 'must be 1024 or more: nothing runs as root').default(8080).describe('TCP port on which its process listens.'),
  liveness,
  readiness,
  streaming: z
    .array(pathField)
    .default([])
    .describe('Path prefixes whose responses are token streams: nothing buffers, compresses or challenges them.'),
  fenced: z
    .boolean()
    .default(false)
    .describe('Whether `cdn.adminProtection` protects its hosts: only the people or addresses named there can reach it.'),
  edgeLimit: edgeLimitField,
  listenerPriority: z
    .int()
    .min(2)
    .max(50_000)
    .nullable()
    .default(null)
    .describe('Priority of its listener rule on an AWS load balancer, unique among the services; null: derived from its name.'),
  ...common,
});

const worker = z.strictObject({
  kind: z.literal('worker').describe('A worker without a host and without a Service: only Prometheus connects to it.'),
  port: portField
    .min(1024, 'must be 1024 or more: nothing runs as root')
    .nullable()
    .default(8080)
    .describe('TCP port of its health paths and metrics; null: it does not listen, and `check` reports its health.'),
  liveness,
  readiness,
  check: checkCommandField
    .nullable()
    .default(null)
    .describe('Command that replaces both health paths: it exits with 0 unless a restart would help; null: the paths are used.'),
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
  .describe('The services of the application tier by name, merged over the default services.');

/** What can be written for a service. Of a default one, each field that is left out is the default row’s. */
export type ServiceInput = Partial<z.input<typeof web>> | z.input<typeof worker> | null;
/** What can be written for the services. */
export type ServicesInput = Readonly<Record<ServiceName, ServiceInput>>;
/** The services as configured, with every field set. */
export type ServicesConfig = z.output<typeof servicesField>;

export type { EgressConfig } from './egress';
export { withDefaultServices } from './with-defaults';
