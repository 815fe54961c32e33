import { z } from 'zod';
import { locationField, secretNameField } from '../fields/external';
import { certificateAuthorityField, disabledField, hostField, portField } from '../fields/values';
import { tcp } from '../derived/peers';
import { REDIS_MAX_CLIENTS, redisEngine } from './engine';
import { versions } from '../versions';

/** The engine's fields. */
const schema = z.strictObject({
  engine: z.literal('external').describe('A Redis Cluster that you bring.'),
  version: z
    .int()
    .min(versions.oldest.redis, `must be ${versions.oldest.redis} or newer`)
    .max(99)
    .default(versions.oldest.redis)
    .describe('Major version of the server.'),
  location: locationField.describe('Location of the addresses of all members, for the network policies.'),
  discovery: z
    .strictObject({
      host: hostField.describe('Host name.'),
      port: portField.default(6379).describe('TCP port; Redis’ own is 6379.'),
    })
    .describe('Address at which clients discover the members.'),
  tls: z
    .discriminatedUnion('enabled', [
      z.strictObject({
        enabled: z.literal(true).describe('On.'),
        certificateAuthority: certificateAuthorityField
          .nullable()
          .default(null)
          .describe('Authority that signed the members’ certificates; null: the authorities that the client’s image trusts.'),
      }),
      disabledField,
    ])
    .prefault({ enabled: true })
    .describe('TLS between clients and members.'),
  secret: secretNameField
    .default('redis-app')
    .describe('Name of a Secret in the namespace with the keys `username` and `password` of the services’ ACL user.'),
  monitorSecret: secretNameField
    .default('redis-monitor')
    .describe(
      'The same for the exporter’s ACL user: `on -@all +ping +info +cluster|info +cluster|nodes +slowlog|len +latency|latest +client|setname`.',
    ),
});

/** A Redis Cluster that you bring. */
export type ExternalRedisConfig = z.infer<typeof schema>;

/** A Redis Cluster that you bring. */
export const external = redisEngine({
  schema,
  targets: ['kubernetes', 'aws'],
  presence: ({ discovery, location }) => ({
    component: { ports: { redis: tcp(discovery.port) }, runsAs: location },
    flows: [],
    pods: [],
  }),
  watch: () => ({ members: null, cloudWatch: false, evicts: false, maxClients: REDIS_MAX_CLIENTS }),
  rules: [],
  cloudWatch: null,
});
