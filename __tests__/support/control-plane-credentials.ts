/** What the parts of a control plane prove who they are with; made anew for each. */
import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Built-in users of the roles that the API server itself makes: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
const users = {
  admin: ['test:admin', 'system:masters'],
  controllerManager: ['system:kube-controller-manager'],
  scheduler: ['system:kube-scheduler'],
} as const;

export interface Credentials {
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
  readonly kubeconfigs: Readonly<Record<keyof typeof users, string>>;
}

/** Writes them below `directory`. `names` are the addresses the server is called by, such as `IP:127.0.0.1`. */
export async function makeCredentials(directory: string, openssl: string, url: string, names: readonly string[]): Promise<Credentials> {
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
`,
  );
  const [ca, caKey, serverCertificate, serverKey] = [file('ca.crt'), file('ca.key'), file('server.crt'), file('server.key')];
  const certify = (name: string, certificate: string, key: string, more: readonly string[]) =>
    promisify(execFile)(openssl, [
      ...['req', '-x509', '-config', config, '-days', '2', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      ...['-subj', `/CN=${name}`, '-out', certificate, '-keyout', key, ...more],
    ]);
  await certify('test-authority', ca, caKey, ['-extensions', 'authority']);
  await certify('kube-apiserver', serverCertificate, serverKey, ['-extensions', 'server', '-CA', ca, '-CAkey', caKey]);

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
      people.map(({ name, token }) => [name, file(`${name}.kubeconfig`, kubeconfig(url, ca, token))]),
    ) as Credentials['kubeconfigs'],
  };
}

/** JSON is YAML too. */
const kubeconfig = (server: string, ca: string, token: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': ca } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });
