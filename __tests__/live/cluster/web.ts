/** Asks the hosts of an environment as a user of the laptop does: at a node's port, with TLS. */
import type { Cluster } from '../../support/cluster/cluster';
import { command } from '../../support/cluster/machine';

export interface Asked {
  readonly node: string;
  readonly host: string;
  readonly path?: string;
  readonly port?: number;
  readonly scheme?: 'https' | 'http';
}

/** Status, version of HTTP and place of a redirect; the certificate is the laptop's own, which nobody has signed. */
const SHOWN = '%{http_code} %{http_version} %{redirect_url}';

export async function ask({ laptop }: Cluster, asked: Asked): Promise<{ status: number; version: string; redirect: string }> {
  const { node, host, path = '/', port = 30443, scheme = 'https' } = asked;
  const options = ['--silent', '--insecure', '--max-time', '10', '--output', '/dev/null', '--write-out', SHOWN];
  const where = ['--resolve', `${host}:${port}:${node}`, `${scheme}://${host}:${port}${path}`];
  const [status = '', version = '', redirect = ''] = (await command([...laptop.enter, 'curl', ...options, ...where])).split(' ');
  return { status: Number(status), version, redirect };
}
