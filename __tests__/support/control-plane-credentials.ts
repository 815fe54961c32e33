/** What the parts of a control plane prove who they are with; made anew for each. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Built-in users of the roles that the API server itself makes: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
const parts = {
  admin: ['test:admin', 'system:masters'],
  controllerManager: ['system:kube-controller-manager'],
  scheduler: ['system:kube-scheduler'],
} as const;

/** A user, and the groups it is in. */
export type User = readonly [name: string, ...groups: string[]];

export interface Credentials<Name extends string = never> {
  /** The certificate authority of `serverCertificate`. */
  readonly ca: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  /** Signs the tokens of ServiceAccounts. */
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  /** Lines of `token,user,uid,groups`. */
  readonly tokenFile: string;
  readonly adminToken: string;
  /** Files, one for each user. */
  readonly kubeconfigs: Readonly<Record<keyof typeof parts, string>> & Readonly<Record<Name, string>>;
  /** Makes a certificate that its owner shows to servers which trust `ca`. `subject` is as openssl has it: `/O=group/CN=name`. */
  certifyClient(name: string, subject: string): Promise<{ readonly certificate: string; readonly key: string }>;
}

export interface CredentialsOptions<Name extends string> {
  /** Where they are written. */
  readonly directory: string;
  /** The program. */
  readonly openssl: string;
  /** Of the API server. */
  readonly url: string;
  /** The addresses that it is called by, such as `IP:127.0.0.1`. */
  readonly names: readonly string[];
  /** Those that are not parts of the control plane. */
  readonly users?: Readonly<Record<Name, User>>;
  /** What the kubeconfigs call the cluster. */
  readonly context?: string;
}

export async function makeCredentials<Name extends string = never>(options: CredentialsOptions<Name>): Promise<Credentials<Name>> {
  const { directory, openssl, url, names, context = 'test' } = options;
  const users: Readonly<Record<string, User>> = { ...parts, ...options.users };
  const file = (name: string, text?: string) => {
    const at = path.join(directory, name);
    if (text !== undefined) writeFileSync(at, text, { mode: 0o600 });
    return at;
  };
  const config = file(
    'openssl.conf',
    `[req]
distinguished_name = none
[none]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = ${names.join(',')}
[client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`,
  );
  const [ca, caKey, serverCertificate, serverKey] = [file('ca.crt'), file('ca.key'), file('server.crt'), file('server.key')];
  const certify = (subject: string, certificate: string, key: string, more: readonly string[]) =>
    promisify(execFile)(openssl, [
      ...['req', '-x509', '-config', config, '-days', '30', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      ...['-subj', subject, '-out', certificate, '-keyout', key, ...more],
    ]);
  await certify('/CN=test-authority', ca, caKey, ['-extensions', 'authority']);
  await certify('/CN=kube-apiserver', serverCertificate, serverKey, ['-extensions', 'server', '-CA', ca, '-CAkey', caKey]);

  const serviceAccount = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  const tokens = Object.keys(users).map(() => randomBytes(24).toString('hex'));
  const people = Object.entries(users).map(([name, [user, ...groups]], i) => ({ name, user, groups, token: tokens[i] ?? '' }));
  return {
    ca,
    serverCertificate,
    serverKey,
    serviceAccountKey: file('service-account.key', serviceAccount.privateKey),
    serviceAccountPublicKey: file('service-account.pub', serviceAccount.publicKey),
    tokenFile: file('tokens.csv', people.map(({ token, user, groups }) => `${token},${user},${user},"${groups.join(',')}"\n`).join('')),
    adminToken: people.find(({ name }) => name === 'admin')?.token ?? '',
    kubeconfigs: Object.fromEntries(
      people.map(({ name, token }) => [name, file(`${name}.kubeconfig`, kubeconfig(context, url, ca, token))]),
    ) as Credentials<Name>['kubeconfigs'],
    async certifyClient(name, subject) {
      const made = { certificate: file(`${name}.crt`), key: file(`${name}.key`) };
      await certify(subject, made.certificate, made.key, ['-extensions', 'client', '-CA', ca, '-CAkey', caKey]);
      return made;
    },
  };
}

/** JSON is YAML too. */
const kubeconfig = (name: string, server: string, ca: string, token: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority': ca } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
