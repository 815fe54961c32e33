/** The answer of CLUSTER NODES. */

export interface ClusterNode {
  readonly id: string;
  readonly address: string;
  /** The first label of its host name. */
  readonly name: string;
  readonly flags: readonly string[];
  /** Id of the master that it copies; null for a master. */
  readonly master: string | null;
  readonly epoch: number;
  readonly link: string;
  readonly slots: readonly string[];
}

export const parseNodes = (answer: string): ClusterNode[] =>
  answer.split('\n').map((line) => {
    const [id = '', at = '', flags = '', master = '', , , epoch = '', link = '', ...slots] = line.trim().split(' ');
    const [socket = '', host = ''] = at.split(',');
    return {
      id,
      address: socket.replace(/:.*/, ''),
      name: host.replace(/\..*/, ''),
      flags: flags.split(','),
      master: master === '-' ? null : master,
      epoch: Number(epoch),
      link,
      slots,
    };
  });

/** Who is who and owns what, in an order of its own; without times and addresses, which change by themselves or from outside. */
export const assignment = (nodes: readonly ClusterNode[]) =>
  nodes
    .map(({ id, name, flags, master, epoch, slots }) => ({
      id,
      name,
      role: flags.includes('slave') ? 'replica' : 'master',
      master,
      epoch,
      slots,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
