/**
 * What users of the gateway notice of what happens to a cluster. A short series by default; with DRILLS=1 (`npm run drills`) the whole one,
 * with more users and more kills. Every figure is printed; docs/failures.md has those of the whole series.
 */
import { startCluster, type Cluster } from '../../support/cluster/cluster';
import { describeCluster } from '../../support/cluster/describe-cluster';
import { underTraffic, underWrites, type Written } from '../../support/cluster/traffic';
import { killPod, planned, postgresPrimary, redisMasterOf, settle } from './disturbances';
import { deploy, type Change } from './gateway';

// The first start makes the images, which takes minutes.
jest.setTimeout(1_800_000);

const whole = process.env.DRILLS === '1';
const users = whole ? { streams: 200, seconds: 90, requestsPerSecond: 20 } : { streams: 40, seconds: 45, requestsPerSecond: 10 };
const kills = whole ? 20 : 3;
/** How long is written around a kill. */
const WRITING_SECONDS = 30;

const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

describeCluster('the gateway on `local`', (programs) => {
  let cluster: Cluster;
  let deployed: Change = { release: 1 };

  beforeAll(async () => {
    cluster = await startCluster(programs);
    await deploy(cluster, deployed);
  });
  beforeEach(() => settle(cluster));
  afterAll(() => cluster?.stop());

  test.each(planned.filter(({ short }) => whole || short))(
    'cuts no stream and fails no request: $title',
    async ({ title, closed, change, states = [], happen }) => {
      const requestAddresses = cluster.nodes.filter(({ number }) => number !== closed).map(({ address }) => address);
      const report = await underTraffic(cluster, { ...users, requestAddresses }, async () => {
        deployed = { ...deployed, ...change };
        if (change) await deploy(cluster, deployed, ...states);
        await happen?.(cluster);
      });
      const { streams, cut, requests, failed } = report;
      console.log(`${title}: ${cut.length} of ${streams} streams cut, ${failed.length} of ${requests} requests failed`);
      expect({ cut, failed }).toEqual({ cut: [], failed: [] });
    },
  );

  async function killed(store: 'postgres' | 'redis'): Promise<readonly Written[]> {
    const rounds: Written[] = [];
    for (let round = 0; round < kills; round += 1) {
      await settle(cluster);
      const writing = { store, text: `${store}-${round}`, seconds: WRITING_SECONDS };
      const victim = store === 'postgres' ? await postgresPrimary(cluster) : await redisMasterOf(cluster, writing.text);
      rounds.push(await underWrites(cluster, writing, () => killPod(cluster, victim)));
    }
    const gaps = rounds.map(({ longestGap }) => longestGap);
    const sum = (of: (round: Written) => number) => rounds.reduce((total, round) => total + of(round), 0);
    console.log(
      `${store}: ${kills} kills, ${sum(({ acknowledged }) => acknowledged)} writes acknowledged, ${sum(({ lost }) => lost)} lost; ` +
        `no write for ${median(gaps)} s (median), ${Math.max(...gaps)} s (most)`,
    );
    return rounds;
  }

  test('loses no acknowledged commit when the primary of PostgreSQL is killed, and writes again', async () => {
    const rounds = await killed('postgres');
    expect(rounds.filter(({ acknowledged }) => acknowledged === 0)).toEqual([]);
    expect(rounds.filter(({ lost }) => lost > 0)).toEqual([]);
    expect(rounds.filter(({ recovered }) => !recovered)).toEqual([]);
  });

  /** Redis acknowledges before it has written to its disk (`appendfsync everysec`): the last second may be lost. */
  test('writes to Redis again when the only member of a shard is killed', async () => {
    const rounds = await killed('redis');
    expect(rounds.filter(({ acknowledged }) => acknowledged === 0)).toEqual([]);
    expect(rounds.filter(({ recovered }) => !recovered)).toEqual([]);
  });
});
