/** An environment: one target, and the engines that this target can run. What a target cannot run cannot be written. */
import { z } from 'zod';
import { cdnOn } from './cdn';
import { clusterField } from './cluster';
import { nameField } from './fields';
import { loadBalancerOn } from './load-balancer';
import { migrationField } from './migration';
import { namespaceField } from './namespace';
import { objectStorageOn } from './object-storage';
import { postgresOn } from './postgres';
import { redisOn } from './redis';
import { secretsField } from './secrets';
import { servicesField } from './services';
import { sizingField } from './sizing';
import { stateField } from './state';
import { streamingField } from './streaming';

const kubernetesEnvironment = z.strictObject({
  name: nameField
    .max(20, 'must have 20 characters at most: it is part of many names')
    .describe('Name of the environment and first part of its stacks’ names.'),
  target: z.literal('kubernetes').describe('A Kubernetes cluster that is there already.'),
  sizing: sizingField,
  deletionProtection: z
    .boolean()
    .default(true)
    .describe('Whether Terraform refuses to destroy what holds data (`prevent_destroy`), the namespace among it.'),
  state: stateField,
  cluster: clusterField.describe('The cluster.'),
  namespace: namespaceField,
  secrets: secretsField,
  streaming: streamingField,
  services: servicesField,
  migration: migrationField,
  postgres: postgresOn.kubernetes.describe('The database.'),
  redis: redisOn.kubernetes.describe('The cache, rate limits and sessions.'),
  objectStorage: objectStorageOn.kubernetes.describe('Static files and backups.'),
  loadBalancer: loadBalancerOn.kubernetes.describe('What forwards the three hosts to the services.'),
  cdn: cdnOn.kubernetes.prefault({ engine: 'none' }).describe('What stands between the users and the load balancer.'),
});

/** The schemas of environments by target. */
export const environmentsByTarget = { kubernetes: kubernetesEnvironment } as const;

/** The schema of an environment. */
export const environment = z.discriminatedUnion('target', [kubernetesEnvironment]);

/** What a file in `config/environments/` exports: every field with a default may be left out. */
export type EnvironmentInput = z.input<typeof environment>;
/** An environment with every field set and checked. */
export type Environment = z.output<typeof environment>;
/** One whose workloads run in a Kubernetes cluster. */
export type ClusterEnvironment = z.output<typeof kubernetesEnvironment>;
