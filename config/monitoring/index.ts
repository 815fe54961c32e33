import { z } from 'zod';
import { disabledField, hostField, secondsField } from '../fields/values';
import { objectivesField } from './objectives';
import { receiversField, watchdogField } from './receivers';

export { monitoringMembers, monitoringResources, type MonitoringMembers, type MonitoringProgram } from './members';
export { inPods, monitoringFlows, monitoringPresences, nodeExporterNamespace, type MonitoringComponent } from './presences';
export { monitoringPorts } from './ports';
export { receivers, type ReceiverConfig } from './receivers';

const url = z.strictObject({
  type: z.literal('url').describe('Any receiver of the remote-write protocol.'),
  url: z.url({ protocol: /^https$/, error: 'must be a URL with https' }).describe('Its URL, on port 443.'),
  credentialsSecret: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a Secret')
    .describe('Secret of the namespace with the keys `username` and `password`.'),
});

const amazon = z.strictObject({
  type: z.literal('amazon').describe('A workspace of Amazon Managed Service for Prometheus, by pod identity.'),
  workspaceArn: z
    .string()
    .regex(/^arn:aws[\w-]*:aps:[a-z0-9-]+:\d{12}:workspace\/ws-[\w-]+$/, 'must be the ARN of a workspace, "arn:aws:aps:…:workspace/ws-…"')
    .describe('ARN of the workspace. It may be of another region; of another account, the role there is `roleArn`.'),
  roleArn: z
    .string()
    .regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of a role')
    .nullable()
    .default(null)
    .describe('Role that is assumed to write, where the workspace is another account’s; null: none.'),
});

const fields = {
  objectives: objectivesField,
  runbooks: z
    .string()
    .regex(/^\S+[^/\s]$/, 'must be an address without a slash at its end')
    .default('docs/runbooks')
    .describe('Where people find the folder docs/runbooks, for the links of alerts. Default: its place in the repository.'),
  prometheus: z
    .strictObject({
      storageGiB: z
        .int()
        .min(5, 'must be 5 or more')
        .max(16_384)
        .default(50)
        .describe('Size of the volume of each Prometheus. It can grow and never shrink.'),
      retentionDays: z
        .int()
        .min(1)
        .max(3650)
        .default(15)
        .describe('How long samples are kept, unless the volume fills first. Default: Prometheus’ own.'),
      retentionGiB: z
        .int()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          'Up to which size; the oldest go first. Null: four fifths of the volume, which leaves room for the log and for compaction.',
        ),
      scrapeIntervalSeconds: secondsField
        .min(5, 'must be 5 or more')
        .max(60, 'must be 60 or less: alerts look at a few minutes')
        .default(15)
        .describe('How often what the program itself adds is asked; each box says its own.'),
    })
    .refine(({ storageGiB, retentionGiB }) => retentionGiB === null || retentionGiB <= storageGiB * 0.85, {
      path: ['retentionGiB'],
      message: 'must be 85 % of storageGiB or less: the write-ahead log and compaction need the rest',
    })
    .prefault({})
    .describe('Prometheus.'),
  receivers: receiversField,
  watchdog: watchdogField,
  grafana: z
    .strictObject({
      host: hostField
        .nullable()
        .default(null)
        .describe(
          'Host name under which something of yours (a VPN, a proxy that asks who you are) makes Grafana reachable, for its links; this program makes it reachable nowhere. Null: by `kubectl port-forward`.',
        ),
    })
    .prefault({})
    .describe('Grafana.'),
  probes: z
    .discriminatedUnion('enabled', [z.strictObject({ enabled: z.literal(true).describe('On.') }), disabledField])
    .prefault({ enabled: true })
    .describe('Whether the hosts are asked as users do, from inside the cluster by their public names; certificates are watched so too.'),
  kubeletCertificates: z
    .discriminatedUnion('enabled', [
      z.strictObject({ enabled: z.literal(true).describe('Checked: the cluster’s authority signed them, as on EKS.') }),
      disabledField,
    ])
    .prefault({ enabled: true })
    .describe('Whether the certificates of the kubelets are checked; kubeadm has each kubelet sign its own unless told otherwise.'),
};

/** Monitoring by target. */
export const monitoringOn = {
  kubernetes: z.strictObject({
    ...fields,
    remoteWrite: url.nullable().default(null).describe('A second place for all samples; null: none.'),
  }),
  aws: z.strictObject({
    ...fields,
    remoteWrite: z
      .discriminatedUnion('type', [url, amazon], 'must be { type: "amazon", … } or { type: "url", … }')
      .nullable()
      .default(null)
      .describe('A second place for all samples; null: none.'),
  }),
};

/** Monitoring as configured, whichever target runs it. */
export type MonitoringConfig = z.infer<typeof monitoringOn.aws>;

/** Share of the volume, in hundredths, that samples may fill where nothing else is said. */
const RETENTION_PERCENT = 80;

/** Up to which size samples are kept. */
export const retentionGiB = ({ storageGiB, retentionGiB: configured }: MonitoringConfig['prometheus']): number =>
  configured ?? Math.floor((storageGiB * RETENTION_PERCENT) / 100);
