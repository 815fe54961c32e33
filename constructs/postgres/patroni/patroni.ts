import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { Construct } from 'constructs';
import { archiveQueueMiB, PATRONI_PORT, type PatroniConfig, type PatroniMembers, type Surroundings } from '../../../config';
import { componentLabels, configChecksum, MemberClaims } from '../../kubernetes';
import { StatefulSetV1 } from '../../kubernetes/workloads';
import { literals } from '../../terraform/literal';
import type { CertificateAuthority, Endpoint, KubernetesPlacement, SecretReference } from '../../contracts';
import type { BackupBucket, Postgres } from '..';
import { ArchiveCipher } from './archive/cipher';
import { memberPaths, POSTGRES_USER_NAME } from './image';
import { MemberAccount } from './member-account';
import { GRACE_SECONDS, memberPod } from './member-pod';
import { MemberSecrets } from './member-secrets';
import { MemberServices } from './member-services';
import { memberTexts } from './member-texts';

export interface PatroniProps {
  readonly config: PatroniConfig;
  readonly placement: KubernetesPlacement;
  readonly members: PatroniMembers;
  /** Where changes are archived, where the configuration says so. */
  readonly backups: BackupBucket | null;
  readonly surroundings: Surroundings;
}

const NAME = 'postgres';
/** Labels by which Patroni finds members and its own objects: those of componentLabels, with the name as the cluster's. */
const SCOPE_LABEL = 'app.kubernetes.io/name';

/** Extra time that Terraform waits beyond the members' own shutdown: volumes must be detached. */
const MARGIN_SECONDS = 300;

/**
 * PostgreSQL 16 in pods: Patroni elects the primary, through ConfigMaps, and replaces it when it fails. Stateful.
 * https://patroni.readthedocs.io/en/latest/kubernetes.html
 */
export class Patroni extends Construct implements Postgres {
  readonly primary: Endpoint;
  readonly replicas: Endpoint;
  readonly database: string;
  readonly sslMode: Postgres['sslMode'];
  readonly ca: CertificateAuthority | null;
  readonly certificates = null;
  readonly credentials: Postgres['credentials'];
  readonly storedSecrets: readonly SecretReference[] = [];

  constructor(scope: Construct, id: string, props: PatroniProps) {
    super(scope, id);
    const { config, members, surroundings } = props;
    const { namespace, storageClass } = props.placement;
    const { storageGiB, certificate, archive } = config;
    const image = config.image ?? surroundings.images.programs.postgres;
    const archived = archive.enabled ? { config: archive, bucket: keyed(props.backups) } : null;
    const labels = componentLabels(NAME);
    const metadata = { name: NAME, namespace, labels };
    const selector = { matchLabels: labels };
    const ports = { postgres: config.port, patroni: PATRONI_PORT };
    const options = {
      ...config,
      scope: NAME,
      scopeLabel: SCOPE_LABEL,
      labels,
      paths: memberPaths(certificate !== null),
      operatingSystemUser: POSTGRES_USER_NAME,
      certificateAuthority: certificate !== null,
      memoryMiB: members.resources.memoryLimitMiB,
      archive: archived === null ? null : { ...archived.config, bucket: archived.bucket, queueMiB: archiveQueueMiB(storageGiB) },
    };
    const texts = memberTexts(options);

    const cipher =
      archived === null
        ? null
        : new ArchiveCipher(this, 'ArchiveCipher', { namespace, surroundings, secret: archived.config.cipherSecret });
    const secrets = new MemberSecrets(this, 'Secrets', { namespace, surroundings });
    const pods = Array.from({ length: members.count }, (_, ordinal) => `${NAME}-${ordinal}`);
    const account = new MemberAccount(this, 'Account', { name: NAME, namespace, pods });
    const services = new MemberServices(this, 'Services', { name: NAME, namespace, ports });
    const claims = new MemberClaims(this, 'Claims', {
      set: NAME,
      namespace,
      members: members.count,
      storageGiB,
      storageClass,
      deletionProtection: surroundings.deletionProtection,
    });
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals(texts) });
    const budget = new PodDisruptionBudgetV1(this, 'DisruptionBudget', { metadata, spec: { selector, maxUnavailable: '1' } });
    new StatefulSetV1(this, 'StatefulSet', {
      metadata,
      spec: {
        serviceName: services.headless,
        replicas: String(members.count),
        // All at once: after an outage, any member may have the last commit, and the first would wait for it forever.
        podManagementPolicy: 'Parallel',
        updateStrategy: [{ type: 'RollingUpdate' }],
        selector,
        template: memberPod({
          ...{ name: NAME, namespace, image, ports, surroundings, scripts: options },
          resources: members.resources,
          certificateSecret: certificate?.secret ?? null,
          archiveKeys: archived === null || cipher === null ? null : { bucket: archived.bucket.keys, cipher: cipher.secret },
          steady: secrets.steady,
          checksum: configChecksum({ texts, revision: surroundings.secretsRevision }),
        }),
        volumeClaimTemplate: claims.volumeClaimTemplate,
      },
      // The provider (3.2.1) ends an update that it waited for with "Missing Resource Identity After Update"
      // (terraform-provider-kubernetes#2926). Whatever needs the members waits for them itself.
      waitForRollout: false,
      timeouts: { delete: `${GRACE_SECONDS + MARGIN_SECONDS}s` },
      lifecycle: { ignoreChanges: [...MemberClaims.frozen] },
      dependsOn: [
        configuration,
        budget,
        ...secrets.resources,
        ...(cipher?.resources ?? []),
        ...(archived?.bucket.resources ?? []),
        ...account.resources,
        ...services.resources,
        ...claims.resources,
      ],
    });

    this.primary = services.primary;
    this.replicas = services.replicas;
    this.database = config.database;
    this.sslMode = certificate === null ? 'require' : 'verify-full';
    this.ca = certificate?.certificateAuthority ?? null;
    this.credentials = {
      // A primary that has not restarted since the last rotation does not know the new password.
      admin: secrets.previous('admin'),
      app: secrets.current('app'),
      migrate: secrets.current('migrate'),
      monitor: secrets.current('monitor'),
      backup: secrets.current('backup'),
    };
  }
}

/** Where these members run, every object storage has keys. */
function keyed(backups: BackupBucket | null): BackupBucket {
  if (backups === null) throw new Error('no keys of a bucket for the archive');
  return backups;
}
