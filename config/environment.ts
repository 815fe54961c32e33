/** An environment: one target, and the engines that this target can run. What a target cannot run cannot be written. */
import { z } from 'zod';
import { backupField } from './backup';
import { automationField } from './target/automation';
import { awsField } from './target/aws';
import { cdnOn } from './cdn';
import { clusterField } from './target/cluster';
import { eksField } from './target/eks';
import { hostField, nameField } from './fields/values';
import { imagesField } from './images';
import { loadBalancerOn } from './load-balancer';
import { migrationField } from './services/migration';
import { monitoringOn } from './monitoring';
import { namespaceField } from './target/namespace';
import { networkField } from './target/network';
import { objectStorageOn } from './object-storage';
import { postgresOn } from './postgres';
import { redisOn } from './redis';
import { secretsField } from './target/secrets';
import { servicesField, type ServicesInput } from './services';
import { sizingField } from './fields/sizing';
import { stateOn } from './target/state';
import { streamingField } from './streaming';
import { tiersField } from './services/tiers';

const boxes = {
  postgres: 'The database. Changing its engine replaces it and loses its data.',
  redis: 'The cache, rate limits and sessions. Changing its engine replaces it and loses its data.',
  objectStorage: 'Static files and backups. Changing its engine replaces the buckets and loses their objects.',
  loadBalancer: 'The load balancer, which forwards the hosts to the services.',
  cdn: 'The CDN between users and the load balancer.',
  monitoring: 'Monitoring of all components.',
} as const;

/** The same on every target that is a cluster. */
const shared = {
  name: nameField
    .max(20, 'must have 20 characters at most: it is part of many names')
    .describe(
      'Name of the environment: the first part of the names of its stacks and of all cloud resources. Changing it replaces the whole environment and loses its data.',
    ),
  sizing: sizingField,
  deletionProtection: z
    .boolean()
    .default(true)
    .describe('Whether Terraform refuses to destroy resources that hold data (`prevent_destroy`), including the namespace.'),
  namespace: namespaceField,
  secrets: secretsField,
  images: imagesField,
  streaming: streamingField,
  domain: hostField.default('openrouter.ai').describe('Domain of the services’ hosts, unless a service has a host of its own.'),
  services: servicesField,
  tiers: tiersField,
  migration: migrationField,
  backup: backupField,
} as const;

const kubernetesEnvironment = z.strictObject({
  ...shared,
  target: z.literal('kubernetes').describe('An existing Kubernetes cluster.'),
  state: stateOn.kubernetes,
  cluster: clusterField.describe('The cluster.'),
  postgres: postgresOn.kubernetes.describe(boxes.postgres),
  redis: redisOn.kubernetes.describe(boxes.redis),
  objectStorage: objectStorageOn.kubernetes.describe(boxes.objectStorage),
  loadBalancer: loadBalancerOn.kubernetes.describe(boxes.loadBalancer),
  cdn: cdnOn.kubernetes.prefault({ engine: 'none' }).describe(boxes.cdn),
  monitoring: monitoringOn.kubernetes.describe(boxes.monitoring),
});

const awsEnvironment = z.strictObject({
  ...shared,
  target: z.literal('aws').describe('An AWS account: network, cluster and stores are created there, or you supply them.'),
  generation: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .describe(
      'Raise it by one to recreate an environment after a teardown: it is part of names that AWS keeps, of secrets and final snapshots. Changing it in a running environment replaces its stored secrets and loses their values.',
    ),
  aws: awsField,
  automation: automationField,
  state: stateOn.aws,
  network: networkField,
  cluster: eksField.describe('The cluster.'),
  postgres: postgresOn.aws.describe(boxes.postgres),
  redis: redisOn.aws.describe(boxes.redis),
  objectStorage: objectStorageOn.aws.describe(boxes.objectStorage),
  loadBalancer: loadBalancerOn.aws.describe(boxes.loadBalancer),
  cdn: cdnOn.aws.describe(boxes.cdn),
  monitoring: monitoringOn.aws.describe(boxes.monitoring),
});

/** The schemas of environments by target. */
export const environmentsByTarget = { kubernetes: kubernetesEnvironment, aws: awsEnvironment } as const;

/** The schema of an environment. */
export const environment = z.discriminatedUnion('target', [kubernetesEnvironment, awsEnvironment]);

/** Services are laid over the default rows before they are read (config/services). */
type Written<Schema extends z.ZodType> = Omit<z.input<Schema>, 'services'> & {
  /** Services by name, laid over the default ones; default: those alone. */
  readonly services?: ServicesInput;
};

/** What a file in `config/environments/` exports: every field with a default may be left out. */
export type EnvironmentInput = Written<typeof kubernetesEnvironment> | Written<typeof awsEnvironment>;
/** An environment with every field set and checked, before anything is derived. */
export type EnvironmentConfig = z.output<typeof environment>;
/** One in an account of AWS. */
export type AwsEnvironmentConfig = z.output<typeof awsEnvironment>;
