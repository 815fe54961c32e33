import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { dependable, Tokenization, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { componentLabels, configChecksum, podTemplate } from '../kubernetes';
import { drainedNodeIsNoFailure, jobDeadlines } from '../kubernetes/job-deadlines';
import { JobV1 } from '../kubernetes/workloads';
import { literals } from '../terraform/literal';
import type { Postgres } from '.';
import type { RolePurpose } from './logins';
import { purposesWithout, rolesEnvironment, rolesProgram, variablePrefix } from './roles-program';
import { rolesSql } from './roles-sql';
import type { Surroundings } from '../../config';

export interface PostgresRolesProps {
  readonly postgres: Postgres;
  /** The logins to create, each with its own Secret; two logins of a purpose are the slots of a rotation. */
  readonly logins: readonly { readonly purpose: RolePurpose; readonly secret: string }[];
  /** Extensions beside pg_stat_statements. */
  readonly extensions: readonly string[];
  readonly namespace: string;
  /** Image with psql 16. */
  readonly image: string;
  readonly user: number;
  /** Directory of its programs. */
  readonly programPath: string;
  readonly surroundings: Surroundings;
  /** Secrets and the server's certificate authority, which must exist before. The Job runs again when one of them changes. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Name of every object but the Job. */
const NAME = 'postgres-roles';
/** Component of its pod: the migration's, as it needs the same connections and ends before a migration starts. */
const COMPONENT = 'migration';
const FILES = '/etc/postgres-roles';
const [SCRIPT, SQL, AUTHORITY] = ['roles.sh', 'roles.sql', 'ca.crt'];

/** Time limit of one attempt, in seconds: it waits for a server that has just been created, and then takes a moment. */
const DEADLINE_SECONDS = 300;
const RETRIES = 3;

/**
 * Creates database, extensions and least-privilege roles, once for each change of them or of their passwords; logins wait for it.
 */
export class PostgresRoles extends Construct {
  /** Everything that logs in waits for it. */
  readonly job: JobV1;

  constructor(scope: Construct, id: string, props: PostgresRolesProps) {
    super(scope, id);
    const {
      postgres,
      namespace,
      image,
      extensions,
      surroundings: { secretsRevision },
    } = props;
    const { database, ca } = postgres;
    const logins = props.logins.map(({ purpose, secret }) => ({ purpose, secret, prefix: variablePrefix(secret) }));
    const missing = purposesWithout(logins);
    if (missing.length > 0) throw new Error(`${this.node.path}: no login for ${missing.join(', ')}`);
    const texts = { [SCRIPT]: rolesProgram, [SQL]: rolesSql({ database, extensions }) };
    const variables = rolesEnvironment({ database, logins });
    const labels = componentLabels(NAME);
    const metadata = { name: NAME, namespace, labels };

    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals(texts) });
    const deadlines = jobDeadlines({ deadlineSeconds: DEADLINE_SECONDS, retries: RETRIES });
    this.job = new JobV1(this, 'Job', {
      // No ttl: the finished Job records that these roles exist.
      metadata: { name: `${NAME}-${digest({ texts, variables, image, secretsRevision })}`, namespace, labels },
      spec: {
        backoffLimit: RETRIES,
        activeDeadlineSeconds: deadlines.jobSeconds,
        podFailurePolicy: drainedNodeIsNoFailure,
        template: podTemplate({
          name: COMPONENT,
          image,
          command: ['/bin/sh', `${FILES}/${SCRIPT}`],
          user: props.user,
          serviceAccountName: NAME,
          pullSecrets: props.surroundings.images.pullSecrets,
          resources: { cpuRequestMillis: 50, cpuLimitMillis: null, memoryRequestMiB: 64, memoryLimitMiB: 256 },
          environment: {
            values: { PATH: props.programPath, ...variables, ...connection(postgres) },
            secrets: {
              ...login('PGUSER', 'PGPASSWORD', postgres.credentials.admin.name),
              ...Object.assign({}, ...logins.map(({ prefix, secret }) => login(`${prefix}_USERNAME`, `${prefix}_PASSWORD`, secret))),
            },
            files: {
              ...Object.fromEntries([SCRIPT, SQL].map((key) => [`${FILES}/${key}`, { configMap: NAME, key }])),
              ...(ca === null ? {} : { [`${FILES}/${AUTHORITY}`]: ca }),
            },
          },
          deadlineSeconds: DEADLINE_SECONDS,
        }),
      },
      waitForCompletion: true,
      timeouts: deadlines.timeouts,
      dependsOn: [account, configuration, ...props.dependsOn],
      // A Secret that is rewritten may have another revision than the configuration's, which the Job's name cannot follow. Referenced by address:
      // cdktf would write an expression, and Terraform reads none here.
      lifecycle: props.dependsOn.length === 0 ? undefined : { replaceTriggeredBy: props.dependsOn.map(dependable) },
    });
  }
}

/** https://www.postgresql.org/docs/16/libpq-envars.html */
const connection = ({ primary, sslMode, ca }: Postgres): Record<string, string> => ({
  PGHOST: primary.host,
  PGPORT: Tokenization.stringifyNumber(primary.port),
  PGSSLMODE: sslMode,
  PGCONNECT_TIMEOUT: '10',
  ...(ca === null ? {} : { PGSSLROOTCERT: `${FILES}/${AUTHORITY}` }),
});

const login = (user: string, password: string, name: string) => ({
  [user]: { name, key: 'username' },
  [password]: { name, key: 'password' },
});

/** Digest of what is known at synth, because a Job's name must be. */
const digest = (data: object): string => configChecksum(data).slice(0, 14);
