import { plans, type CloudflareConfig, type Route } from '../../../config';
import { allOf, anyOf, belowInAnyCase, hostsByVisitor, notFrom, onHosts } from './expressions';
import type { Rule } from './phase';
import { refused } from './refused';

/** Requests that the edge lets in at all. */
export function customRules(config: CloudflareConfig, routes: readonly Route[]): readonly Rule[] {
  const hosts = hostsByVisitor(routes);
  const { adminProtection, closedPaths, bots, plan } = config;
  const closed: Rule = {
    ref: 'closed_paths',
    description: 'Metrics and other insides are not for the public',
    expression: allOf([onHosts(hosts.all), anyOf(closedPaths.map(belowInAnyCase))]),
    action: 'block',
    actionParameters: plans[plan].customResponses
      ? { response: refused(404, { type: 'invalid_request_error', code: 'not_found', message: 'There is nothing at this path.' }) }
      : undefined,
  };
  const admin: Rule = {
    ref: 'admin_by_address',
    description: 'The admin is for some addresses only',
    expression: allOf([
      onHosts(hosts.fenced),
      notFrom(adminProtection.enabled && adminProtection.only.by === 'ip-list' ? adminProtection.only.cidrs : []),
    ]),
    action: 'block',
  };
  const programs: Rule = {
    ref: 'api_clients_are_programs',
    description: 'Super Bot Fight Mode is for pages',
    expression: onHosts(hosts.api),
    action: 'skip',
    actionParameters: { phases: ['http_request_sbfm'] },
    // Otherwise every API request would be an event. Only with `skip`: https://github.com/cloudflare/terraform-provider-cloudflare/issues/7377
    logging: { enabled: false },
  };
  return [
    ...(closedPaths.length > 0 ? [closed] : []),
    ...(adminProtection.enabled && adminProtection.only.by === 'ip-list' ? [admin] : []),
    ...(Object.values(bots).some((action) => action !== 'allow') ? [programs] : []),
  ];
}
