import { programFile } from '../../kubernetes';
import { redisConf, type RedisConfOptions } from './redis-conf';

/** Names of the texts, below the configuration directory. */
export const textNames = {
  conf: 'redis.conf',
  member: 'member.sh',
  start: 'start.sh',
  volume: 'volume.sh',
  join: 'join.sh',
  probe: 'probe.sh',
  handover: 'handover.sh',
} as const;

const { conf, ...programNames } = textNames;
const programs = Object.fromEntries(Object.values(programNames).map((name) => [name, programFile(__dirname, name)]));

/** Every file of a member, by name. */
export const memberTexts = (options: RedisConfOptions): Record<string, string> => ({ [conf]: redisConf(options), ...programs });
