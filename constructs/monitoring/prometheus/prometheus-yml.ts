import { stringify } from 'yaml';
import type { Scrape } from '../../mixin/component-monitoring';
import { EVALUATION_SECONDS } from '../../mixin/rule-file';
import {
  kubeletJobs,
  membersJob,
  podDiscovery,
  podJob,
  podsWith,
  staticJob,
  type Block,
  type Discovery,
  type Kubelets,
  type MembersThroughExporter,
  type Prober,
  type StaticTargets,
} from './scrape-configs';

/** A second destination for all samples. */
export type RemoteWrite =
  | {
      readonly by: 'password';
      readonly url: string;
      /** Paths of the files with user name and password. */
      readonly usernameFile: string;
      readonly passwordFile: string;
    }
  | {
      readonly by: 'sigv4';
      readonly url: string;
      readonly region: string;
      /** Role to assume; null: none. */
      readonly roleArn: string | null;
    };

export interface PrometheusYmlOptions {
  /** Name of the environment: a label of everything that leaves this Prometheus. */
  readonly environment: string;
  readonly discovery: Discovery;
  /** Pods that expose metrics themselves. */
  readonly scrapes: readonly Scrape[];
  /** Null: not scraped. */
  readonly kubelets: Kubelets | null;
  readonly members: readonly { readonly of: MembersThroughExporter; readonly by: Prober }[];
  readonly targets: readonly { readonly of: StaticTargets; readonly by: Prober }[];
  /** Path pattern of the rule files. */
  readonly rules: string;
  readonly retention: { readonly days: number; readonly gibibytes: number };
  readonly scrapeIntervalSeconds: number;
  readonly remoteWrite: RemoteWrite | null;
  /** Component and port by which the members of Alertmanager are discovered; null: alerts go nowhere. */
  readonly alertmanager: { readonly component: string; readonly port: string } | null;
}

/** Label that identifies each Prometheus; it is dropped from alerts, or the same alert from two members would count as two. */
const REPLICA_LABEL = 'prometheus_replica';

/**
 * The most that one target may expose; a scrape that exceeds a limit is dropped whole, and TargetOverLimit says so. Ten times what the
 * largest target of an environment exposes (cAdvisor of a node with 100 pods: some 5,000 samples, 2 MB): without limits, one service that
 * puts a user or a prompt into a label takes Prometheus down. https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export const SCRAPE_LIMITS = {
  body_size_limit: '50MB',
  sample_limit: 50_000,
  label_limit: 64,
  label_name_length_limit: 256,
  label_value_length_limit: 4096,
} as const;

/**
 * prometheus.yml. Prometheus itself expands `${POD_NAME}` from its environment.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export function prometheusYml(options: PrometheusYmlOptions): string {
  const { environment, discovery, retention, alertmanager, remoteWrite } = options;
  const configuration = {
    global: {
      scrape_interval: `${options.scrapeIntervalSeconds}s`,
      scrape_timeout: `${Math.min(options.scrapeIntervalSeconds, 10)}s`,
      evaluation_interval: `${EVALUATION_SECONDS}s`,
      ...SCRAPE_LIMITS,
      external_labels: { environment, [REPLICA_LABEL]: '${POD_NAME}' },
    },
    storage: { tsdb: { retention: { time: `${retention.days}d`, size: `${retention.gibibytes}GB` } } },
    rule_files: [options.rules],
    ...(alertmanager === null
      ? {}
      : {
          alerting: {
            alert_relabel_configs: [{ regex: REPLICA_LABEL, action: 'labeldrop' }],
            alertmanagers: [
              {
                kubernetes_sd_configs: [podDiscovery(discovery)],
                relabel_configs: podsWith(alertmanager.component, alertmanager.port),
              },
            ],
          },
        }),
    scrape_configs: jobs(options),
    ...(remoteWrite === null ? {} : { remote_write: [remoteWriteBlock(remoteWrite)] }),
  };
  return stringify(configuration, { aliasDuplicateObjects: false, lineWidth: 0 });
}

function jobs({ scrapes, discovery, kubelets, members, targets }: PrometheusYmlOptions): readonly Block[] {
  const all = [
    ...scrapes.map((scrape) => podJob(jobName(scrape, scrapes), scrape, discovery)),
    ...members.map(({ of, by }) => membersJob(of, by, discovery)),
    ...targets.map(({ of, by }) => staticJob(of, by)),
    ...(kubelets === null ? [] : kubeletJobs(kubelets, discovery)),
  ];
  const names = all.map(({ job_name: name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two jobs of Prometheus are called ${String(twice)}: a component and port may be scraped once`);
  return all;
}

/** Name of the job: the component, with its port where more than one is scraped. The label `job` is the component either way. */
const jobName = ({ component, port }: Scrape, all: readonly Scrape[]): string =>
  all.filter((other) => other.component === component).length === 1 ? component : `${component}-${port}`;

const remoteWriteBlock = (to: RemoteWrite): Block =>
  to.by === 'password'
    ? { url: to.url, basic_auth: { username_file: to.usernameFile, password_file: to.passwordFile } }
    : { url: to.url, sigv4: { region: to.region, ...(to.roleArn === null ? {} : { role_arn: to.roleArn }) } };
