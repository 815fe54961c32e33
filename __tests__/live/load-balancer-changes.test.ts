import type { X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { chmodSync, copyFileSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { watchedStart, watchEnvironment } from '../../constructs/load-balancer/watched-start';
import { describeLive } from '../support/live';
import { freePort, loopback, temporaryDirectory, waitFor } from '../support/processes';
import { makeCertificate } from './load-balancer/certificate';
import { cleanUp } from './load-balancer/clean-up';
import { ask, outcomes, steadily, streams } from './load-balancer/clients';
import { engines, hosts, startBalancer } from './load-balancer/engines';
import { startApplication } from './load-balancer/start-application';

jest.setTimeout(60_000);

describe.each(engines)('$name', (engine) => {
  describeLive('when its certificate is renewed', [engine.name, 'openssl', 'sh'], (programs) => {
    const until = cleanUp();

    test('serves the new one, and cuts no stream', async () => {
      // As the kubelet writes a Secret: a link to a directory, which is replaced as a whole.
      const volume = temporaryDirectory('volume');
      chmodSync(volume, 0o755);
      let version = 0;
      const write = () => {
        const made = makeCertificate(programs.openssl);
        const directory = path.join(volume, `version-${(version += 1)}`);
        mkdirSync(directory);
        copyFileSync(made.certificate, path.join(directory, 'tls.crt'));
        copyFileSync(made.key, path.join(directory, 'tls.key'));
        symlinkSync(directory, path.join(volume, 'new'));
        renameSync(path.join(volume, 'new'), path.join(volume, 'data'));
      };
      write();
      const tls = { certificate: path.join(volume, 'data/tls.crt'), key: path.join(volume, 'data/tls.key') };
      const application = until(await startApplication(), (each) => each.stop());
      const started = await startBalancer(engine, programs[engine.name], {
        endpoints: [{ host: loopback, port: application.port }],
        tls,
        command(command, directory) {
          const file = path.join(directory, 'start.sh');
          writeFileSync(file, watchedStart);
          return [programs.sh, file, ...command];
        },
        env: watchEnvironment({
          watched: [tls.certificate, tls.key],
          reloadSignal: engine.reloadSignal === 'SIGHUP' ? 'HUP' : 'USR2',
          everySeconds: 1,
        }),
      });
      const balancer = until(started, (each) => each.process.stop('SIGKILL'));
      const shown = () =>
        new Promise<string>((resolve, reject) => {
          const socket = connectTls({ host: loopback, port: balancer.https, servername: hosts.backend, rejectUnauthorized: false }, () => {
            resolve((socket.getPeerX509Certificate() as X509Certificate).fingerprint256);
            socket.destroy();
          });
          socket.on('error', reject);
        });
      const first = await shown();
      const all = streams(50, { chunks: 40, gapMs: 150 }, { port: balancer.https, tls: true });
      await all.open;
      write();
      await waitFor('the new certificate is shown', async () => (await shown()) !== first, 15);
      expect(outcomes(await all.ended)).toEqual({ whole: 50 });
    });
  });
});

/** A name server for one name, on UDP, with IPv4 addresses that can be changed. */
async function startNameServer(name: string, addresses: readonly string[]) {
  let current = addresses;
  const socket = createSocket('udp4');
  const question = Buffer.concat([...name.split('.'), ''].map((label) => Buffer.from([label.length, ...Buffer.from(label)])));
  socket.on('message', (query, { port, address }) => {
    const end = 12 + question.length;
    const known = query.subarray(12, end).toString().toLowerCase() === question.toString();
    const answers = known && query.readUInt16BE(end) === 1 ? current : [];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2); // its id
    header.writeUInt16BE(known && current.length > 0 ? 0x8580 : 0x8583, 2); // an authoritative answer, or that there is no such name
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    const records = answers.map((ip) => Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 5, 0, 4, ...ip.split('.').map(Number)]));
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...records]), port, address);
  });
  const port = await freePort(loopback);
  await new Promise<void>((resolve) => socket.bind(port, loopback, resolve));
  return {
    address: `${loopback}:${port}`,
    set: (next: readonly string[]) => (current = next),
    close: () => new Promise<void>((resolve) => socket.close(resolve)),
  };
}

const haproxy = engines.filter(({ name }) => name === 'haproxy');

describe.each(haproxy)('$name', (engine) => {
  describeLive('with the pods of a service behind one name', [engine.name], (programs) => {
    const until = cleanUp();

    test('sends requests to those that come, and lets the streams of those that go end', async () => {
      const name = 'backend-pods.namespace.svc.cluster.local';
      const [one = '', two = ''] = [101, 102].map((octet) => loopback.replace(/^127\.\d+/, `127.${octet}`));
      const port = await freePort(one);
      const leaving = until(await startApplication({}, one, port), (each) => each.stop());
      const coming = until(await startApplication({}, two, port), (each) => each.stop());
      const names = until(await startNameServer(name, []), (each) => each.close());
      const settings = { endpoints: { name, port, places: 5 }, nameServers: [names.address] };
      const balancer = until(await startBalancer(engine, programs[engine.name], settings), (each) => each.process.stop('SIGKILL'));
      const { http } = balancer;
      // It starts before the service has a pod.
      await expect(ask({ port: http, path: '/echo' })).resolves.toMatchObject({ status: 503 });
      names.set([one]);
      await waitFor('the first pod is found', async () => (await ask({ port: http, path: '/echo' })).status === 200, 15);

      const all = streams(50, { chunks: 60, gapMs: 100 }, { port: http });
      await all.open;
      const requests = steadily({ port: http });
      names.set([one, two]);
      await waitFor('the second one is found', async () => (await coming.count()).requests > 0, 15);
      names.set([two]);
      await waitFor(
        'the first one gets nothing more',
        async () => {
          const { requests: before } = await coming.count();
          const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ port: http, path: '/echo' })));
          const pids = answers.map(({ body }) => (JSON.parse(body) as { pid: number }).pid);
          return (await coming.count()).requests > before && pids.every((pid) => pid === coming.pid);
        },
        15,
      );
      leaving.terminate();
      expect(outcomes(await all.ended)).toEqual({ whole: 50 });
      expect(Object.keys(await requests.stop())).toEqual(['200']);
    });
  });
});
