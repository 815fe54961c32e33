import { z } from 'zod';
import { disabledField, hostField, nameField } from '../fields/values';

/** One key of a Secret that you supply. The program mounts it as a file and never reads it. */
const secretKeyField = (what: string) =>
  z.strictObject({
    name: nameField.describe('Name of a Secret in the namespace.'),
    key: z
      .string()
      .regex(/^[-._a-zA-Z0-9]{1,253}$/, 'must be a key of a Secret, such as "url"')
      .describe(`Its key with ${what}.`),
  });

const severitiesField = z
  .array(z.enum(['critical', 'warning']))
  .min(1, 'must name at least one')
  .refine((severities) => new Set(severities).size === severities.length, 'must name each severity once')
  .describe('Severities that it receives: `critical` pages somebody, `warning` is for the next working day.');

const named = { name: nameField.describe('Name, unique among the receivers.'), severities: severitiesField };

const receiverField = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('slack').describe('A Slack channel.'),
      ...named,
      secret: secretKeyField('the URL of the incoming webhook').describe('Where the URL of the incoming webhook is.'),
    }),
    z.strictObject({
      type: z.literal('pagerduty').describe('A PagerDuty service.'),
      ...named,
      secret: secretKeyField('the integration key (Events API v2)').describe('Where the integration key is.'),
    }),
    z.strictObject({
      type: z.literal('webhook').describe('A URL that receives Alertmanager’s JSON.'),
      ...named,
      secret: secretKeyField('the URL, with https').describe('Where the URL is: it often carries a token.'),
    }),
    z.strictObject({
      type: z.literal('email').describe('E-mail through a relay, on port 587 with STARTTLS.'),
      ...named,
      to: z.email('must be an e-mail address').max(254).describe('Recipient.'),
      from: z.email('must be an e-mail address').max(254).describe('Sender.'),
      host: hostField.describe('Host name of the relay.'),
      username: z.string().min(1, 'must be the name of an account').max(254).describe('Account at the relay.'),
      secret: secretKeyField('the password of the account').describe('Where the password is.'),
    }),
  ],
  'must be { type: "slack" | "pagerduty" | "webhook" | "email", … }',
);

/** Who is told of an alert. */
export type ReceiverConfig = z.infer<typeof receiverField>;

/** Who is told: somebody, or nobody with a reason. */
export const receiversField = z
  .union(
    [
      z
        .array(receiverField)
        .min(1, 'must name at least one; for none, write { enabled: false, reason }')
        .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'must have unique names')
        .refine((all) => all.some(({ severities }) => severities.includes('critical')), 'must include a receiver of critical alerts'),
      disabledField,
    ],
    'must be a list of receivers, or { enabled: false, reason }',
  )
  .describe('Receivers of alerts.');

/** What notices that the monitoring itself is silent. */
export const watchdogField = z
  .discriminatedUnion('enabled', [
    z.strictObject({
      enabled: z.literal(true).describe('On.'),
      secret: secretKeyField('the URL, with https').describe('Where the URL is that is called every minute.'),
    }),
    disabledField,
  ])
  .describe('An external service that is called while Prometheus and Alertmanager work, and raises the alarm when the calls stop.');

/** The receivers as a list: none where they are off. */
export const receivers = (config: z.infer<typeof receiversField>): readonly ReceiverConfig[] => (Array.isArray(config) ? config : []);
