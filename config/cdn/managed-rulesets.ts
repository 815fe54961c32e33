import type { CloudflarePlan, ManagedRuleset } from './plans';

/** Which managed rulesets run: those that are named, or the widest the plan has; the one of `free` is part of Cloudflare's own. */
export function managedRulesetsOf(config: {
  readonly plan: CloudflarePlan;
  readonly managedRules: { readonly enabled: true; readonly rulesets: readonly ManagedRuleset[] | null } | { readonly enabled: false };
}): readonly ManagedRuleset[] {
  if (!config.managedRules.enabled) return [];
  return config.managedRules.rulesets ?? (config.plan === 'free' ? ['free'] : ['cloudflare', 'owasp']);
}
