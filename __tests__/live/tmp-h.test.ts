import { describeLive } from '../support/live';
import { waitFor } from '../support/processes';
import { isWhole, masterOf } from './redis/health';
import { Members, redisPrograms } from './redis/members';
jest.setTimeout(500_000);
describeLive('x', redisPrograms, (programs) => {
  test('y', async () => {
    const members = await Members.create(programs, { membersPerShard: 2 });
    members.startAll();
    await waitFor('w', () => isWhole(members), 60);
    const out: string[] = [];
    for (let i = 0; i < 25; i++) {
      const masters = await Promise.all(['a', 'b', 'c'].map((s) => masterOf(members, s)));
      const t = performance.now();
      const times = await Promise.all(masters.map(async (m) => { await members.script(m, 'handover.sh'); return ((performance.now() - t) / 1000).toFixed(1); }));
      out.push(times.join('/'));
      await waitFor('w', () => isWhole(members), 60);
    }
    console.log(out.join('  '));
    await members.stopAll('SIGKILL');
  });
});
