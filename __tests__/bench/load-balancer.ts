/**
 * `node -r ./register __tests__/bench/load-balancer.ts` measures what the rendered configurations cost: requests per second and the time to
 * the first byte, beside the service alone and beside the shortest configuration of the same program. All are measured in turns in one
 * run; only the ratios mean something on another machine. It prints the table of docs/load-balancer.md and always succeeds.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { loopback } from '../support/processes';
import { ask, streamPath } from '../live/load-balancer/clients';
import { engines, hosts } from '../live/load-balancer/engines';
import { startApplication } from '../live/load-balancer/start-application';
import { programOf, startContenders, startService, type Contender } from './load-balancer/contenders';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SECONDS = 4;
const CONNECTIONS = 32;
const FIRST_BYTES = 300;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Requests per second, with connections that are kept, each for a small answer on a streaming path. */
function throughput(wrk: string, { port }: Contender): number {
  const args = ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-H', `Host: ${hosts.backend}`, `http://${loopback}:${port}/v1/echo`];
  const output = execFileSync(wrk, args, { encoding: 'utf8' });
  if (/Non-2xx|Socket errors/.test(output)) throw new Error(output);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]);
}

/** Seconds of processor time that its workers have used so far. */
const processorSeconds = ({ pids }: Contender): number =>
  pids().reduce((sum, pid) => {
    const [, user, system] = /\) (?:\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return sum + (Number(user) + Number(system)) / 100;
  }, 0);

/** Milliseconds from a request to the first piece of its stream, on a connection that is kept. */
async function firstByte({ port }: Contender): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let number = 0; number < FIRST_BYTES; number += 1) {
    const start = performance.now();
    let first: number | undefined;
    const onPiece = (): void => void (first ??= performance.now() - start);
    await ask({ port, agent, method: 'POST', path: streamPath({ chunks: 1 }), headers: { Host: hosts.backend }, onPiece });
    if (first !== undefined) times.push(first);
  }
  agent.destroy();
  return median(times);
}

interface Row {
  readonly requests: number[];
  readonly processor: number[];
  readonly firstByte: number[];
}

async function measure(contenders: readonly Contender[], streaming: readonly Contender[]): Promise<ReadonlyMap<string, Row>> {
  const wrk = programOf('wrk');
  const rows = new Map(contenders.map(({ name }): [string, Row] => [name, { requests: [], processor: [], firstByte: [] }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each round in another order, so that nobody always comes after the same one.
    for (const [index] of contenders.entries()) {
      const place = (index + round) % contenders.length;
      const [contender, stream] = [contenders[place], streaming[place]];
      if (contender === undefined || stream === undefined) continue;
      const before = processorSeconds(contender);
      const requests = throughput(wrk, contender);
      const row = rows.get(contender.name);
      row?.requests.push(requests);
      row?.processor.push(((processorSeconds(contender) - before) / (requests * SECONDS)) * 1e6);
      row?.firstByte.push(await firstByte(stream));
    }
  }
  return rows;
}

const ratio = (rows: ReadonlyMap<string, Row>, field: keyof Row, one: string, other: string): number =>
  median(rows.get(one)?.[field] ?? []) / median(rows.get(other)?.[field] ?? []);

async function main(): Promise<void> {
  const service = await startService();
  const application = await startApplication({ HEARTBEAT_SECONDS: '15' });
  const direct: Contender = { name: 'direct', port: application.port, pids: () => [] };
  console.log('| program | configuration | requests per second | of minimal | of direct | processor per request | first byte | added |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const engine of engines) {
    const version = execFileSync(programOf(engine.name), ['-v'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    const contenders = [service, ...(await startContenders(engine, service.port))];
    const streaming = [direct, ...(await startContenders(engine, application.port))];
    const rows = await measure(contenders, streaming);
    const alone = median(rows.get('direct')?.firstByte ?? []);
    for (const [name, row] of rows) {
      const cells = [
        name === 'direct' ? '–' : `${engine.name}`,
        name,
        median(row.requests).toFixed(0),
        name === 'rendered' ? ratio(rows, 'requests', name, 'minimal').toFixed(2) : '',
        ratio(rows, 'requests', name, 'direct').toFixed(2),
        name === 'direct' ? '' : `${median(row.processor).toFixed(1)} µs`,
        `${median(row.firstByte).toFixed(2)} ms`,
        name === 'direct' ? '' : `${(median(row.firstByte) - alone).toFixed(2)} ms`,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
    if (version !== '') console.error(version.split('\n')[0]);
  }
  process.exit(0); // what it started ends with it
}

void main();
