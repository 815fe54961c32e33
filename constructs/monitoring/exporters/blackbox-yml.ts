import { stringify } from 'yaml';

/** Names of the probe modules. */
export const probeModules = {
  /** The host must answer with a status of 200 to 299 over TLS, with a publicly trusted certificate. */
  service: 'service',
  /** A status of 200 to 299, with or without TLS: inside the cluster. */
  health: 'health',
  /** Over TLS, any status counts, even a refusal: the host is reachable and its certificate is valid. */
  answers: 'answers',
} as const;

/** Seconds until a probe is given up: more than a host may take, less than the scrape interval. */
const TIMEOUT_SECONDS = 8;

const http = (more: Readonly<Record<string, unknown>>) => ({
  prober: 'http',
  timeout: `${TIMEOUT_SECONDS}s`,
  http: { method: 'GET', preferred_ip_protocol: 'ip4', follow_redirects: false, ...more },
});

const anyStatus = Array.from({ length: 400 }, (_, index) => 200 + index);

/** blackbox.yml. https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md */
export const blackboxYml = (): string =>
  stringify({
    modules: {
      [probeModules.service]: http({ fail_if_not_ssl: true }),
      [probeModules.health]: http({}),
      [probeModules.answers]: http({ fail_if_not_ssl: true, valid_status_codes: anyStatus }),
    },
  });
