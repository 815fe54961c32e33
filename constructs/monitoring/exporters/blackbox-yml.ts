import { stringify } from 'yaml';

/** Names of the ways to ask. */
export const probeModules = {
  /** A host must answer with a status of 200 to 299 over TLS, by a certificate that the world trusts. */
  service: 'service',
  /** A status of 200 to 299, with or without TLS: inside the cluster. */
  health: 'health',
  /** Over TLS, any status will do, a refusal among them: it is reached and its certificate is good. */
  answers: 'answers',
} as const;

/** Seconds until a probe is given up. Above what a host may take, below the interval of the scrapes. */
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
