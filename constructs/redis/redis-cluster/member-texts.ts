import { handoverScript } from './handover-script';
import { joinScript } from './join-script';
import { memberScript } from './member-script';
import { probeScript } from './probe-script';
import { redisConf, type RedisConfOptions } from './redis-conf';
import { startScript } from './start-script';

/** Names of the texts, below the directory for the configuration. */
export const textNames = {
  conf: 'redis.conf',
  member: 'member.sh',
  start: 'start.sh',
  join: 'join.sh',
  probe: 'probe.sh',
  handover: 'handover.sh',
} as const;

/** All that a member reads, by name. */
export const memberTexts = (options: RedisConfOptions): Record<string, string> => ({
  [textNames.conf]: redisConf(options),
  [textNames.member]: memberScript(options.layout),
  [textNames.start]: startScript(options.layout),
  [textNames.join]: joinScript(options.layout),
  [textNames.probe]: probeScript(options.layout),
  [textNames.handover]: handoverScript(options.layout),
});
