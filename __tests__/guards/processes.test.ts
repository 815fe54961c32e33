import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { runFixture } from '../support/jest-run';
import { findProgram } from '../support/live';
import { freePort, loopback, startProcess, temporaryDirectory, waitFor } from '../support/processes';
import { isAlive } from '../support/process-tree';

// A jest in a process of its own is slow where others work.
jest.setTimeout(60_000);

const sh = findProgram('sh') ?? '';
const start = (script: string) => startProcess({ program: sh, args: ['-c', script], name: 'shell' });
const numbers = (text: string) => [...text.matchAll(/=(\d+)/g)].map(([, pid]) => Number(pid));

describe('a started program', () => {
  test('has its output of both streams in its log', async () => {
    const shell = start('echo out; echo err >&2');
    await expect(shell.exited).resolves.toBe(0);
    expect(shell.log()).toBe('out\nerr\n');
  });

  test('gets the environment and directory it is given', async () => {
    const cwd = temporaryDirectory('cwd');
    const shell = startProcess({ program: sh, args: ['-c', 'echo "$COLOUR $PWD"'], env: { COLOUR: 'blue' }, cwd, name: 'shell' });
    await shell.exited;
    expect(shell.log()).toBe(`blue ${cwd}\n`);
  });

  test('that does not exist is an error at once', () => {
    expect(() => startProcess({ program: '/no/such/program', args: [], name: 'nothing' })).toThrow(
      /^nothing: cannot start \/no\/such\/program/,
    );
  });

  test('that ends is not waited for longer, and the error shows its log', async () => {
    await expect(start('echo reason; exit 3').waitUntil('answers', () => false, 60)).rejects.toThrow(
      "shell: answers: it has ended\n--- the end of shell's log\nreason",
    );
  });

  test('can end by itself when it is asked to stop', async () => {
    const shell = start('trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done');
    await shell.waitUntil('is ready', () => shell.log().includes('ready'), 10);
    await shell.stop();
    await expect(shell.exited).resolves.toBe(0);
    expect(shell.log()).toContain('bye');
  });

  test('is stopped with its children, also those in a session of their own whose parent has ended', async () => {
    const shell = start('sleep 600 & echo child=$!; (setsid sleep 600 & echo own=$!); wait');
    await shell.waitUntil('both run', () => numbers(shell.log()).length === 2, 10);
    const children = numbers(shell.log());
    expect(children.map(isAlive)).toEqual([true, true]);
    await shell.stop();
    expect([shell.pid, ...children].map(isAlive)).toEqual([false, false, false]);
  });

  test('can be stopped twice', async () => {
    const shell = start('sleep 600');
    await shell.stop();
    await expect(shell.stop()).resolves.toBeUndefined();
  });
});

describe('what a test file leaves', () => {
  const left = () => path.join(temporaryDirectory('left'), 'pids');
  const pids = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as number[];

  test('ends with it', async () => {
    const file = left();
    await expect(runFixture('leaves-processes', { LEFT: file }).tests).resolves.toEqual([expect.stringMatching(/^passed /)]);
    expect(pids(file)).toHaveLength(3);
    expect(pids(file).filter(isAlive)).toEqual([]);
  });

  test('ends when jest is killed', async () => {
    const file = left();
    const run = runFixture('leaves-processes', { LEFT: file, STAYS: '1' });
    await waitFor('the fixture has started them', () => existsSync(file) && pids(file).every(isAlive), 30);
    run.process.kill('SIGKILL');
    await waitFor('all have ended', () => !pids(file).some(isAlive), 10);
    await expect(run.tests).resolves.toEqual([]);
  });
});

describe('waiting', () => {
  test('gives the value of the condition', async () => {
    let count = 0;
    await expect(waitFor('three', () => (++count === 3 ? `at ${count}` : ''), 5)).resolves.toBe('at 3');
  });

  test('says what was not seen, and the last error', async () => {
    const condition = () => {
      throw new Error('refused');
    };
    await expect(waitFor('an answer', condition, 0.05)).rejects.toThrow('an answer: not within 0.05 s: refused');
  });
});

describe('a free port', () => {
  test('is not one that is listened on, nor given twice', async () => {
    const ports = new Set<number>();
    for (let i = 0; i < 50; i++) ports.add(await freePort());
    expect(ports.size).toBe(50);
  });

  test('can be listened on, on the address of this test process', async () => {
    const server = createServer();
    const port = await freePort(loopback);
    await new Promise<void>((resolve) => server.listen(port, loopback, resolve));
    expect(server.address()).toMatchObject<Partial<AddressInfo>>({ address: loopback, port });
    await new Promise((resolve) => server.close(resolve));
  });
});
