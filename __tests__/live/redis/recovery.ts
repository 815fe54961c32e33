/** How long things took, for people to read; no test fails by it. */
import { waitFor } from '../../support/processes';

export class Recoveries {
  private readonly rows: { readonly what: string; readonly seconds: number }[] = [];

  /** Waits, and keeps how long it took. */
  async measure(what: string, condition: () => Promise<boolean>, seconds = 90): Promise<void> {
    const start = performance.now();
    await waitFor(what, condition, seconds);
    this.add(what, (performance.now() - start) / 1000);
  }

  add(what: string, seconds: number): void {
    this.rows.push({ what, seconds });
  }

  print(title: string): void {
    const width = Math.max(...this.rows.map(({ what }) => what.length));
    const lines = this.rows.map(({ what, seconds }) => `  ${what.padEnd(width)} ${seconds.toFixed(1).padStart(6)} s`);
    process.stdout.write([title, ...lines, ''].join('\n'));
  }
}
