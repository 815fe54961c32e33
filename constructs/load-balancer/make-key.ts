/**
 * A command that makes a key and a certificate for some hosts, signed by itself: connections are encrypted, but no client can check whom it
 * talks to. Every pod makes its own when it starts; none leaves the pod.
 */
export const makeKeyCommand = (
  hosts: readonly string[],
  files: { readonly certificate: string; readonly key: string },
): readonly string[] => [
  'openssl',
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '3650'],
  ...['-subj', '/CN=load-balancer', '-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`],
  ...['-keyout', files.key, '-out', files.certificate],
];
