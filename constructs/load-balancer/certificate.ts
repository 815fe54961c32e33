import { posix } from 'node:path';
import { loadBalancerResources, type NginxConfig } from '../../config';
import type { PodTemplateProps } from '../kubernetes/pod-template';
import { makeKeyCommand } from './make-key';

/** Where certificate and key are in a pod, wherever they come from. */
export const tlsFiles = { certificate: '/etc/load-balancer-tls/tls.crt', key: '/etc/load-balancer-tls/tls.key' } as const;

/** What a pod needs for its certificate. */
export interface Certificate {
  readonly files: PodTemplateProps['environment']['files'];
  readonly initContainers: NonNullable<PodTemplateProps['initContainers']>;
  readonly writablePathsMiB: Readonly<Record<string, number>>;
  /** Files that change while the pod runs. */
  readonly watched: readonly string[];
}

const none: Certificate = { files: {}, initContainers: [], writablePathsMiB: {}, watched: [] };

export interface CertificateProps {
  readonly tls: NginxConfig['tls'];
  readonly hosts: readonly string[];
  /** Has `openssl`. */
  readonly image: string;
}

export function certificateOf({ tls, hosts, image }: CertificateProps): Certificate {
  if (!tls.enabled) return none;
  if (tls.secret === null) {
    return {
      ...none,
      writablePathsMiB: { [posix.dirname(tlsFiles.key)]: 1 },
      initContainers: [
        {
          name: 'make-key',
          image,
          command: makeKeyCommand(hosts, tlsFiles),
          resources: loadBalancerResources(0),
          environment: { values: {}, secrets: {} },
        },
      ],
    };
  }
  const { secret } = tls;
  return {
    ...none,
    files: Object.fromEntries(Object.values(tlsFiles).map((path) => [path, { secret, key: posix.basename(path) }])),
    watched: Object.values(tlsFiles),
  };
}
