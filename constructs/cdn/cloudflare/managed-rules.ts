import { managedRulesetsOf, type CloudflareConfig, type Route } from '../../../config';
import { allOf, streams, withBody } from './expressions';
import type { Rule } from './phase';

/** Ids of the managed rulesets, the same in every account. https://developers.cloudflare.com/waf/managed-rules/#available-managed-rulesets */
const rulesets = {
  free: { id: '77454fe2d30c4220b5701f6fdfb893ba', title: 'Cloudflare Free Managed Ruleset' },
  cloudflare: { id: 'efb7b8c949ac4650a09736fc376e9aee', title: 'Cloudflare Managed Ruleset' },
  owasp: { id: '4814384a9e5d4991b9815dcfc25d2f1f', title: 'Cloudflare OWASP Core Ruleset' },
} as const;

/**
 * Rules against known attacks. A prompt about an attack looks like one, so requests with a body to streaming paths are exempt: the rules
 * cannot exempt a single part of a request, and a zone may run each ruleset only once, so it cannot log here and block there. Requests
 * without a body are checked everywhere.
 */
export function managedRules(config: CloudflareConfig, routes: readonly Route[]): readonly Rule[] {
  const chosen = managedRulesetsOf(config).map((name) => ({ name, ...rulesets[name] }));
  const prompts = streams(routes);
  if (chosen.length === 0) return [];
  return [
    // A skip applies to the rules after it.
    ...(prompts === null
      ? []
      : [
          {
            ref: 'prompts_look_like_attacks',
            description: 'Bodies sent to models are not checked for attacks',
            expression: allOf([prompts, withBody]),
            action: 'skip',
            actionParameters: { rulesets: chosen.map(({ id }) => id) },
            logging: { enabled: false },
          },
        ]),
    ...chosen.map(({ name, id, title }) => ({
      ref: `managed_${name}`,
      description: title,
      expression: 'true',
      action: 'execute',
      actionParameters: { id },
    })),
  ];
}
