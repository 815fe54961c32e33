import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { makeKeyCommand } from '../../../constructs/load-balancer/make-key';
import { temporaryDirectory } from '../../support/processes';
import { hosts } from './engines';

/** A certificate for the hosts, made as a pod makes one; both paths, readable for everyone. */
export function makeCertificate(openssl: string): { readonly certificate: string; readonly key: string } {
  const directory = temporaryDirectory('certificate');
  const files = { certificate: path.join(directory, 'tls.crt'), key: path.join(directory, 'tls.key') };
  const [, ...args] = makeKeyCommand(Object.values(hosts), files);
  execFileSync(openssl, args, { stdio: 'pipe' });
  chmodSync(path.dirname(directory), 0o711);
  chmodSync(directory, 0o755);
  chmodSync(files.key, 0o644);
  return files;
}
