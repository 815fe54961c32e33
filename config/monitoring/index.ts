import { z } from 'zod';
import { locationField } from '../fields/external';
import { disabledField, hostField, secondsField } from '../fields/values';
import { objectivesField } from './objectives';
import { receiversField, watchdogField } from './receivers';

export { monitoringMembers, monitoringResources, type MonitoringMembers, type MonitoringProgram } from './members';
export { inPods, monitoringFlows, monitoringPresences, nodeExporterNamespace, type MonitoringComponent } from './presences';
export { monitoringPorts } from './ports';
export { receivers, type ReceiverConfig } from './receivers';

const url = z.strictObject({
  type: z.literal('url').describe('Any receiver that supports the remote-write protocol.'),
  url: z
    .url({ protocol: /^https$/, error: 'must be a URL with https' })
    .max(2048)
    .refine((text) => !URL.canParse(text) || new URL(text).port === '', 'must be a URL without a port: the way that is open is to port 443')
    .describe('Its URL, on port 443.'),
  credentialsSecret: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a Secret')
    .describe('Secret of the namespace with the keys `username` and `password`.'),
});

const amazon = z.strictObject({
  type: z.literal('amazon').describe('A workspace of Amazon Managed Service for Prometheus, by pod identity.'),
  workspaceArn: z
    .string()
    .max(200)
    .regex(/^arn:aws:aps:[a-z0-9-]+:\d{12}:workspace\/ws-[\w-]+$/, 'must be the ARN of a workspace, "arn:aws:aps:…:workspace/ws-…"')
    .describe('ARN of the workspace. It may be in another region. If it is in another account, `roleArn` is the role there.'),
  roleArn: z
    .string()
    .max(2048)
    .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of a role')
    .nullable()
    .default(null)
    .describe('Role to assume for writing, if the workspace is in another account; null: none.'),
});

const fields = {
  objectives: objectivesField,
  runbooks: z
    .string()
    .max(1024)
    .regex(/^\S+[^/\s]$/, 'must be an address without a slash at its end')
    .default('docs/runbooks')
    .describe('URL of the folder docs/runbooks, for the links in alerts. Default: its URL in the repository.'),
  prometheus: z
    .strictObject({
      storageGiB: z
        .int()
        .min(5, 'must be 5 or more')
        .max(16_384)
        .default(50)
        .describe('Size of the volume of each Prometheus. It can grow but never shrink.'),
      retentionDays: z
        .int()
        .min(1)
        .max(3650)
        .default(15)
        .describe('Days that samples are kept, unless the volume fills up first. Default: Prometheus’ own.'),
      retentionGiB: z
        .int()
        .min(1)
        .max(16_384)
        .nullable()
        .default(null)
        .describe(
          'Maximum size of the samples, in GiB; the oldest are deleted first. Null: four fifths of the volume, which leaves room for the log and for compaction.',
        ),
      scrapeIntervalSeconds: secondsField
        .min(5, 'must be 5 or more')
        .max(60, 'must be 60 or less: alerts look at a few minutes')
        .default(15)
        .describe('Seconds between two scrapes of the monitoring’s own targets; each box sets the interval of its own.'),
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
          'Host name under which you expose Grafana yourself (through a VPN or an authenticating proxy), for its links; this program does not expose it. Null: `kubectl port-forward`.',
        ),
      from: locationField
        .nullable()
        .default(null)
        .describe(
          'Where the connections of what is in front of it come from, for the network policies; null: nobody but Prometheus connects.',
        ),
    })
    .refine(({ host, from }) => host === null || from !== null, {
      path: ['from'],
      message: 'must be, beside host, { cidrs } or { namespace, podLabels } of what makes Grafana reachable; nobody else could connect',
    })
    .prefault({})
    .describe('Grafana.'),
  probes: z
    .discriminatedUnion('enabled', [z.strictObject({ enabled: z.literal(true).describe('On.') }), disabledField])
    .prefault({ enabled: true })
    .describe(
      'Whether the hosts are probed as users reach them: from inside the cluster, by their public names; this also monitors certificates.',
    ),
  kubeletCertificates: z
    .discriminatedUnion('enabled', [
      z.strictObject({ enabled: z.literal(true).describe('Verified: the cluster’s authority signed them, as on EKS.') }),
      disabledField,
    ])
    .prefault({ enabled: true })
    .describe('Whether the kubelets’ certificates are verified; with kubeadm, each kubelet signs its own by default.'),
};

/** Monitoring by target. */
export const monitoringOn = {
  kubernetes: z.strictObject({
    ...fields,
    remoteWrite: url.nullable().default(null).describe('Remote write of all samples; null: none.'),
  }),
  aws: z.strictObject({
    ...fields,
    remoteWrite: z
      .discriminatedUnion('type', [url, amazon], 'must be { type: "amazon", … } or { type: "url", … }')
      .nullable()
      .default(null)
      .describe('Remote write of all samples; null: none.'),
  }),
};

/** Monitoring as configured, whichever target runs it. */
export type MonitoringConfig = z.infer<typeof monitoringOn.aws>;

/** Share of the volume, in hundredths, that samples may fill where nothing else is said. */
const RETENTION_PERCENT = 80;

/** Up to which size samples are kept. */
export const retentionGiB = ({ storageGiB, retentionGiB: configured }: MonitoringConfig['prometheus']): number =>
  configured ?? Math.floor((storageGiB * RETENTION_PERCENT) / 100);
