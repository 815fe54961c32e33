/**
 * `copies.ts <count>` synthesizes that many copies of every environment into CDKTF_OUTDIR and prints the milliseconds of CPU time it
 * took: other load on the machine affects that less than elapsed time.
 */
import { App } from 'cdktf';
import { loadEnvironments } from '../../config';
import { environments } from '../../config/environments';
import { buildEnvironment } from '../../stacks/environment';

/** That many copies of every environment, each under its own name. */
export function copiesOf(known: Readonly<Record<string, object>>, count: number): Record<string, object> {
  const copies = Array.from({ length: count }, (_, index) => index + 1).flatMap((number) =>
    Object.values(known).map((environment, index) => {
      const name = `copy${index + 1}of${number}`;
      return [name, { ...environment, name, ...zoneOf(environment, `${index + 1}${number}`) }] as const;
    }),
  );
  return Object.fromEntries(copies);
}

/** A zone of its own, because no two environments may share one. */
const zoneOf = (environment: { readonly cdn?: { readonly zoneId?: string } }, number: string): object =>
  environment.cdn?.zoneId === undefined ? {} : { cdn: { ...environment.cdn, zoneId: number.padStart(32, '0') } };

function main(count: number): void {
  const known = copiesOf(environments, count);
  const start = process.cpuUsage();
  const app = new App();
  for (const environment of loadEnvironments([], known)) buildEnvironment(app, environment);
  app.synth();
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1000);
}

if (require.main === module) main(Number(process.argv[2]));
