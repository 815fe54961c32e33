import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import { Construct } from 'constructs';
import type { VersitygwConfig, Surroundings } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import { literals } from '../../terraform/literal';
import { componentLabels, configChecksum, MemberClaims } from '../../kubernetes';
import { StatefulSetV1 } from '../../kubernetes/workloads';
import type { KubernetesPlacement } from '../../contracts';
import { GeneratedSecret } from '../../secrets';
import type { BucketPurpose, ObjectStorage, OwnedObjectStorage } from '..';
import { gatewayPod, START_SCRIPT } from './gateway-pod';
import { accessKey, startProgram } from './start-program';

export interface VersitygwProps {
  readonly config: VersitygwConfig;
  readonly placement: KubernetesPlacement;
  readonly surroundings: Surroundings;
}

const NAME = 'object-storage';

/** Seconds for the server to stop, or to start where its volume must first be attached. */
const GRACE_SECONDS = 30;
const START_SECONDS = 600;

/** The Versity S3 Gateway on one volume: docs/adr/012-versitygw-is-declared-by-files.md. Stateful. */
export class Versitygw extends Construct implements OwnedObjectStorage {
  readonly endpoint: string;
  readonly region: string;
  readonly buckets: ObjectStorage['buckets'];
  readonly access: ObjectStorage['access'];
  readonly resources: OwnedObjectStorage['resources'];

  constructor(
    scope: Construct,
    id: string,
    { config, placement, surroundings: { deletionProtection, secretsRevision, images } }: VersitygwProps,
  ) {
    super(scope, id);
    const { port, region, buckets, tls, storageGiB } = config;
    const { namespace, storageClass } = placement;
    const labels = componentLabels(NAME);
    const metadata = { name: NAME, namespace, labels };

    const keysOf = (purpose: BucketPurpose) =>
      new GeneratedSecret(this, constructId(purpose), {
        name: `${NAME}-${purpose}`,
        namespace,
        keys: ['password'],
        username: (slot) => accessKey(purpose, slot),
        revision: secretsRevision,
        deletionProtection,
      });
    const keys = { assets: keysOf('assets'), backups: keysOf('backups') };
    const account = new ServiceAccountV1(this, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    const configuration = new ConfigMapV1(this, 'Configuration', { metadata, data: literals({ [START_SCRIPT]: startProgram }) });
    const front = new ServiceV1(this, 'Service', {
      metadata,
      spec: { selector: labels, port: [{ name: 's3', port, targetPort: 's3' }] },
    });
    const claims = new MemberClaims(this, 'Claims', {
      set: NAME,
      namespace,
      members: 1,
      storageGiB,
      storageClass,
      deletionProtection,
    });
    new StatefulSetV1(this, 'StatefulSet', {
      metadata,
      spec: {
        serviceName: NAME,
        replicas: '1', // one volume: never two servers on it
        updateStrategy: [{ type: 'RollingUpdate' }],
        selector: { matchLabels: labels },
        template: gatewayPod({
          ...{ name: NAME, port, region, buckets },
          image: config.image ?? images.programs.versitygw,
          pullSecrets: images.pullSecrets,
          secretKeys: Object.fromEntries(
            (['assets', 'backups'] as const).flatMap((purpose) =>
              ['a', 'b'].map((slot) => [accessKey(purpose, slot), `${NAME}-${purpose}-${slot}`]),
            ),
          ),
          certificateSecret: tls.enabled ? tls.secret : null,
          graceSeconds: GRACE_SECONDS,
          checksum: configChecksum({ startProgram, secretsRevision }),
        }),
        volumeClaimTemplate: claims.volumeClaimTemplate,
      },
      // The provider (3.2.1) ends an update that it waited for with "Missing Resource Identity After Update"
      // (terraform-provider-kubernetes#2926). Whatever needs the members waits for them itself.
      waitForRollout: false,
      timeouts: { create: `${START_SECONDS}s`, update: `${GRACE_SECONDS + START_SECONDS}s`, delete: `${GRACE_SECONDS + START_SECONDS}s` },
      lifecycle: { ignoreChanges: [...MemberClaims.frozen] },
      dependsOn: [account, configuration, front, ...keys.assets.resources, ...keys.backups.resources, ...claims.resources],
    });

    this.endpoint = `${tls.enabled ? 'https' : 'http'}://${NAME}.${namespace}.svc:${port}`;
    this.region = region;
    this.resources = [...keys.assets.resources, ...keys.backups.resources];
    this.buckets = buckets;
    this.access = { assets: { by: 'keys', secret: keys.assets.current }, backups: { by: 'keys', secret: keys.backups.current } };
  }
}
