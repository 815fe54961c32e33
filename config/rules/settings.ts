/** What stands in `settings` and would fail later: secrets, what nothing fills in, and hosts that no policy lets the pods reach. */
import { hostsOf } from '../derived/routes';
import { derivedVariables, type ServiceConfig } from '../derived/services';
import { isIn } from '../fields/cidr';
import type { EgressConfig } from '../services';
import { destinationsIn, type Destination } from './destinations';
import { rule, type Problem, type Rule } from './rule';

/** Ends of the names of variables whose values are secret. */
const SECRET_NAME = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|KEY|CREDENTIALS)$/;
/** Keys that everybody may see, and what is no value of a key. */
const PUBLIC_NAME = /(^|_)(PUBLIC|PUBLISHABLE|SITE|CACHE|SORT|PARTITION)_/;
const PLAIN_VALUE = /^(|true|false|\d{1,9}|\/.*)$/;
/** How keys of well-known services begin, a token of JSON (RFC 7519), a key in PEM form, and an address with a password in it. */
const SECRET_VALUE =
  /^(sk-|[rs]k_live_|gh[opsu]_|github_pat_|glpat-|xox[abprs]-|(AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30}|SG\.[\w-]{16}|hf_[A-Za-z]{20}|eyJ[\w-]{10,}\.eyJ)|PRIVATE KEY-----|:\/\/[^/\s:@]*:[^/\s@]+@/;

const looksSecret = (name: string, value: string): boolean =>
  SECRET_VALUE.test(value) || (SECRET_NAME.test(name) && !PUBLIC_NAME.test(name) && !PLAIN_VALUE.test(value));

/** A reference as Kubernetes expands it in values that are set one by one, and not in these. `$$(NAME)` is written to stay. */
const REFERENCE = /(?<!\$)\$\(([A-Za-z_]\w*)\)/;

const at = (service: string, variable: string, message: string): Problem => ({ path: `services.${service}.settings.${variable}`, message });

const secrets = rule(['services'], ({ services }) =>
  services.flatMap(({ name, settings, generatedSecrets }) =>
    Object.entries(settings)
      // Another rule refuses derived and generated variables.
      .filter(([variable]) => ![...derivedVariables, ...generatedSecrets].includes(variable.replace(/^PREVIOUS_/, '')))
      .filter(([variable, value]) => looksSecret(variable, value))
      .map(([variable]) =>
        at(
          name,
          variable,
          `looks like a secret, and settings are readable in plans and in the cluster: put it into a Secret that services.${name}.secretNames names, or into generatedSecrets`,
        ),
      ),
  ),
);

const references = rule(['services'], ({ services }) =>
  services.flatMap(({ name, settings }) =>
    Object.entries(settings).flatMap(([variable, value]) => {
      const reference = REFERENCE.exec(value);
      return reference === null
        ? []
        : [
            at(
              name,
              variable,
              `nothing fills in ${reference[0]} here: have the program read ${reference[1]} itself, or write $${reference[0]}`,
            ),
          ];
    }),
  ),
);

/** Whether a flow of the service leads there. A name tells no address: then the port has to be one that is open. */
function isOpen({ host, port }: Destination, entry: EgressConfig): boolean {
  if ('hosts' in entry) return entry.hosts.includes(host);
  if ('to' in entry) return port === 443 && host.includes('.') && !isInside(host);
  if ('namespace' in entry) return host.split('.')[1] === entry.namespace;
  if (!entry.ports.includes(port)) return false;
  return isAddress(host) ? entry.cidrs.some((cidr) => isIn(host, cidr)) : !isInside(host);
}

const isAddress = (host: string): boolean => /^\d+(\.\d+){3}$/.test(host);
/** Names of the cluster's own DNS. */
const isInside = (host: string): boolean => /(^[^.]+$|\.svc(\.|$)|\.local$)/.test(host) && !isAddress(host);
const isItself = (host: string): boolean => host === 'localhost' || host.startsWith('127.') || host === '0.0.0.0';

const destinations = rule(['services', 'routes', 'namespace'], ({ services, routes, namespace }) => {
  const own = hostsOf(routes);
  const isCalled = (host: string, { calls }: ServiceConfig) =>
    calls.some((other) => host === other || host === `${other}.${namespace.name}` || host.startsWith(`${other}.${namespace.name}.svc`));
  return services.flatMap((service) =>
    destinationsIn(service.settings)
      .filter(({ host }) => !isItself(host) && !own.includes(host) && !isCalled(host, service))
      .filter((destination) => !service.egress.some((entry) => isOpen(destination, entry)))
      .map(({ variable, host, port }) =>
        at(
          service.name,
          variable,
          `names ${host}:${port}, to which no flow leads: add it to services.${service.name}.egress, or say there { to: "yours", hosts: ["${host}"], why }`,
        ),
      ),
  );
});

/** Rules of what `settings` hold. */
export const settingsRules: readonly Rule[] = [secrets, references, destinations];
