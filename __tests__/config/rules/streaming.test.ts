/** What has to hold along the streaming chain. */
import type { CdnLimits } from '../../../config/cdn';
import { streamingChain, type StreamingChain } from '../../../config/derived/streaming';
import { streamingField } from '../../../config/streaming';
import { chainTable, holds, inequalities } from '../../../config/rules/streaming';

const chain = streamingChain(streamingField.parse(undefined), null);
/** Cloudflare's smaller plans. */
const cdn: CdnLimits = { silenceSeconds: 100, keepAliveSeconds: 900, maxBodyMiB: 100 };
const broken = (of: StreamingChain) =>
  inequalities(of)
    .filter((link) => !holds(link))
    .map(({ left, right }) => `${left.name} / ${right.name}`);

test('holds, behind Cloudflare too', () => {
  expect(broken({ ...chain, cdn })).toEqual([]);
  expect(inequalities({ ...chain, cdn })).toHaveLength(8);
});

test.each<[string, StreamingChain]>([
  ['heartbeat / CDN silence', { ...chain, cdn: { ...cdn, silenceSeconds: 15 } }],
  ['CDN silence / balancer idle', { ...chain, cdn: { ...cdn, silenceSeconds: 1200 } }],
  ['CDN keep-alive / balancer idle', { ...chain, cdn: { ...cdn, keepAliveSeconds: 1200 } }],
  ['largest body / CDN body', { ...chain, cdn: { ...cdn, maxBodyMiB: 99 } }],
  ['balancer idle / application keep-alive', { ...chain, app: { ...chain.app, keepAliveSeconds: 1200 } }],
  ['preStop + drain + margin / grace', { ...chain, app: { ...chain.app, drain: { ...chain.app.drain, graceSeconds: 659 } } }],
  ['preStop + drain / deregistration', { ...chain, loadBalancer: { ...chain.loadBalancer, deregistrationSeconds: 619 } }],
  ['heartbeat / balancer idle', { ...chain, app: { ...chain.app, heartbeatSeconds: 1200 } }],
])('%s breaks alone', (link, of) => {
  expect(broken(of)).toEqual([link]);
});

test('the table says of each link whether it holds, by how much, what breaks otherwise and who says so', () => {
  const table = chainTable({ ...chain, cdn: { ...cdn, silenceSeconds: 10 } });
  expect(table).toHaveLength(8);
  expect(table.filter((line) => / +ok, margin \d+ +\S+$/.test(line))).toHaveLength(7);
  expect(table).toContainEqual(
    expect.stringMatching(/^heartbeat 15 < CDN silence 10 +broken: the CDN would answer 524 itself +developers.cloudflare.com/),
  );
});
