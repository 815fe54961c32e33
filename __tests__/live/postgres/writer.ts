/** A client that writes all the time, as an application would, and remembers what it was told is safe. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DATABASE, MEMBER_ADDRESS, type Cluster } from './cluster';
import type { Roles } from './roles';

export class Writer {
  private readonly acknowledged: { readonly number: number; readonly at: number }[] = [];
  private next = 0;
  private readonly running: Promise<void>;
  private stopped = false;

  constructor(
    private readonly cluster: Cluster,
    private readonly roles: Roles,
  ) {
    this.running = this.write();
  }

  /** Commits so far. */
  get count(): number {
    return this.acknowledged.length;
  }

  /** The longest time between two commits since then, in seconds. */
  longestGap(since: number): number {
    const times = [since, ...this.acknowledged.map(({ at }) => at).filter((at) => at > since), performance.now()];
    return Math.max(...times.slice(1).map((at, i) => at - (times[i] ?? at))) / 1000;
  }

  /** Those that are not in the table although a commit was acknowledged. */
  async lost(): Promise<number[]> {
    const told = this.acknowledged.map(({ number }) => number); // before the question: it goes on writing meanwhile
    const rows = await this.cluster.inside(await this.cluster.primary(), 'SELECT string_agg(n::text, $$ $$) FROM written', DATABASE);
    const kept = new Set(rows.split(' ').map(Number));
    return told.filter((number) => !kept.has(number));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async write(): Promise<void> {
    const ports = this.cluster.members.map(({ ports: { postgres } }) => postgres).join(',');
    const hosts = this.cluster.members.map(() => MEMBER_ADDRESS).join(',');
    while (!this.stopped) {
      const number = this.next++;
      try {
        await this.cluster.query(`INSERT INTO written VALUES (${number})`, {
          // libpq looks for the one that takes writes, as Kubernetes' Service for the primary does.
          host: hosts,
          port: ports,
          options: { PGTARGETSESSIONATTRS: 'read-write' },
          user: 'app_a',
          password: this.roles.password('app', 'a'),
          database: DATABASE,
        });
        this.acknowledged.push({ number, at: performance.now() });
      } catch {
        await sleep(100); // not acknowledged: it may be there or not
      }
    }
  }
}
