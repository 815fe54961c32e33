import type { CloudflareConfig, Route } from '../../../config';
import { allOf, anyOf, below, hostsByVisitor, onHosts } from './expressions';
import type { Rule } from './phase';

/** What the edge caches, and what it never does. */
export function cacheRules({ staticAssets }: CloudflareConfig, routes: readonly Route[]): readonly Rule[] {
  const hosts = hostsByVisitor(routes);
  const assets: Rule = {
    ref: 'static_assets',
    description: 'Files whose names change with their content',
    expression: allOf([onHosts(hosts.pages), anyOf(staticAssets.paths.map(below))]),
    action: 'set_cache_settings',
    actionParameters: {
      cache: true,
      edgeTtl: {
        mode: 'respect_origin',
        // Not simply `override_origin`: during a rollout, a page from a new pod may request a file from an old pod that lacks it, and the 404
        // would be cached as long.
        statusCodeTtl: [
          { statusCodeRange: { from: 200, to: 299 }, value: staticAssets.cacheSeconds },
          { statusCodeRange: { from: 400, to: 599 }, value: -1 },
        ],
      },
      browserTtl: { mode: 'respect_origin' },
    },
  };
  const never: Rule = {
    ref: 'never_cached',
    description: 'Answers of the API and pages of the admin are for one person',
    expression: onHosts([...hosts.api, ...hosts.fenced]),
    action: 'set_cache_settings',
    actionParameters: { cache: false },
  };
  // The last matching rule wins.
  return [...(staticAssets.paths.length > 0 ? [assets] : []), never];
}
