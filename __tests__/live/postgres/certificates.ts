/** Keys and certificates of the members. */
import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Member } from './member';
import type { PostgresTools } from './programs';

export interface CertifyOptions {
  readonly openssl: string;
  readonly members: readonly Member[];
  readonly tools: PostgresTools;
  /** Whether they come from a Secret, as cert-manager or people fill it. */
  readonly fromOutside: boolean;
}

/** The file with their authority; null where each member makes its own, as the init container does. */
export async function certify({ openssl, members, tools, fromOutside }: CertifyOptions): Promise<string | null> {
  if (!fromOutside) {
    await Promise.all(members.map((member) => member.makeCertificate()));
    return null;
  }
  const directory = path.dirname(members[0]?.directory ?? '');
  const [authority, key] = ['ca.crt', 'ca.key'].map((name) => path.join(directory, name)) as [string, string];
  const request = (...more: string[]) =>
    promisify(execFile)(openssl, [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...more,
    ]);
  await request('-subj', '/CN=test-authority', '-keyout', key, '-out', authority);
  for (const { directory: member, address } of members) {
    const at = (name: string) => path.join(member, 'tls', name);
    const names = ['-subj', '/CN=postgres', '-addext', `subjectAltName=IP:${address}`, '-addext', 'basicConstraints=critical,CA:FALSE'];
    await request(...names, '-CA', authority, '-CAkey', key, '-keyout', at('tls.key'), '-out', at('tls.crt'));
    await promisify(execFile)('cp', [authority, at('ca.crt')]);
    for (const name of ['tls.key', 'tls.crt', 'ca.crt']) tools.lend(at(name));
  }
  chmodSync(authority, 0o644);
  return authority;
}
