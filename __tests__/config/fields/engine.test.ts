/**
 * An engine is one row. The first half is for the compiler, which `npm run typecheck` asks: each `@ts-expect-error` is an error itself when what
 * stands below it compiles.
 */
import { z } from 'zod';
import { enginesOn, resolveBox, type Engine } from '../../../config/fields/engine';
import { redisEngine, type RedisWatch } from '../../../config/redis/engine';
import { redisEngines, type RedisConfig } from '../../../config/redis';
import type { Creators } from '../../../constructs/terraform/engine';

const schema = z.strictObject({ engine: z.literal('valkey').describe('A row to test with.'), port: z.int().describe('A port.') });
const presence: Engine<z.output<typeof schema>, RedisWatch>['presence'] = ({ port }) => ({
  component: { ports: { redis: [{ port, protocol: 'TCP' }] }, runsAs: { cidrs: [] } },
  flows: [],
  pods: [],
});
const watch = (): RedisWatch => ({ members: null, cloudWatch: false, evicts: false, maxClients: 1 });
const valkey = redisEngine({ schema, targets: ['aws'], presence, watch, rules: [], cloudWatch: null });

// @ts-expect-error a row without targets
redisEngine({ schema, presence, watch, rules: [], cloudWatch: null });
// @ts-expect-error a row without its presence
redisEngine({ schema, targets: ['aws'], watch, rules: [], cloudWatch: null });
// @ts-expect-error a row that says nothing of what there is to watch
redisEngine({ schema, targets: ['aws'], presence, rules: [], cloudWatch: null });
// @ts-expect-error a row whose watch lacks a field
redisEngine({ schema, targets: ['aws'], presence, watch: () => ({ members: null }), rules: [], cloudWatch: null });
// @ts-expect-error a row without rules
redisEngine({ schema, targets: ['aws'], presence, watch, cloudWatch: null });
// @ts-expect-error a row that does not say whether CloudWatch tells of it
redisEngine({ schema, targets: ['aws'], presence, watch, rules: [] });
// @ts-expect-error a row for a target that there is none of
redisEngine({ schema, targets: ['mars'], presence, watch, rules: [], cloudWatch: null });

interface Props {
  readonly config: RedisConfig;
}
const create = () => 'a construct';
// @ts-expect-error a table of constructs without one of the engines
const creators: Creators<RedisConfig, Props, string> = { external: { create }, elasticache: { create } };

test('the lines above are for the compiler', () => {
  expect([valkey.targets, Object.keys(creators)]).toEqual([['aws'], ['external', 'elasticache']]);
});

describe('the schema of a box', () => {
  const table = { ...redisEngines, valkey };

  test('has for each target the engines that it can run, and says so where it is asked for another', () => {
    const problem = enginesOn(table, 'aws').safeParse({ engine: 'redis-cluster' }).error?.issues[0]?.message;
    expect(problem).toBe('must be { engine: "elasticache", … }, { engine: "valkey", … } or { engine: "external", … }');
    expect(enginesOn(table, 'aws').safeParse({ engine: 'valkey', port: 1 }).success).toBe(true);
    expect(enginesOn(table, 'kubernetes').safeParse({ engine: 'valkey', port: 1 }).success).toBe(false);
  });

  test('is an error where no engine runs', () => {
    expect(() => enginesOn({ valkey }, 'kubernetes')).toThrow('no engine runs on kubernetes');
  });
});

test('a box is what the row of its engine says', () => {
  const config = redisEngines.elasticache.schema.parse({ engine: 'elasticache', port: 6380 });
  const at = { sizing: 'minimum', cidrs: { public: [], private: [], data: ['10.0.0.0/20'] } } as const;
  expect(resolveBox(redisEngines, config, at)).toMatchObject({
    config,
    presence: { component: { runsAs: { cidrs: ['10.0.0.0/20'], securityGroup: 'redis' } } },
    watch: { cloudWatch: true },
    cloudWatch: { type: 'AWS/ElastiCache' },
  });
});
