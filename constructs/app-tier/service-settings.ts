import { variablePrefix, type ServiceConfig, type StreamingChain } from '../../config';
import { literal } from '../terraform/literal';

/**
 * Variables of `<name>-config`: those set in config, overridden by the derived ones. A process that listened on another port, or drained
 * longer than its pod lives, would break what the rest of the program relies on.
 */
export function serviceSettings(
  service: ServiceConfig,
  services: readonly ServiceConfig[],
  { heartbeatSeconds, keepAliveSeconds, maxBodyMiB, drain }: StreamingChain['app'],
): Record<string, string> {
  const settings = Object.entries(service.settings).map(([name, value]) => [name, literal(value)]);
  const publicHosts = service.links.flatMap((link) => {
    const host = services.find(({ name }) => name === link)?.front?.hosts[0];
    return host === undefined ? [] : [[`${variablePrefix(link)}_PUBLIC_HOST`, host]];
  });
  // By Service name, on the Service's port 80.
  const called = service.calls.map((name) => [`${variablePrefix(name)}_URL`, `http://${name}`]);
  return {
    ...Object.fromEntries([...settings, ...publicHosts]),
    ...(service.port === null ? {} : { PORT: String(service.port) }),
    HEARTBEAT_SECONDS: String(heartbeatSeconds),
    KEEP_ALIVE_SECONDS: String(keepAliveSeconds),
    DRAIN_SECONDS: String(drain.drainSeconds),
    MAX_BODY_MIB: String(maxBodyMiB),
    // The connection budget is planned with this number, so the process must not exceed it.
    ...(service.databasePool === 0 ? {} : { DATABASE_POOL_SIZE: String(service.databasePool) }),
    ...Object.fromEntries(called),
  };
}
