import type { RulesetRules } from '@cdktf/provider-cloudflare/lib/ruleset';
import { Construct } from 'constructs';
import { Ruleset } from './resources';

/** Phases of request handling, each with one owner. */
export type PhaseName =
  | 'http_request_firewall_custom'
  | 'http_request_firewall_managed'
  | 'http_ratelimit'
  | 'http_request_cache_settings'
  | 'http_config_settings';

/**
 * A rule with a name of its own, by which Cloudflare and the provider identify it: without one, inserting a rule replaces every later
 * rule (https://github.com/cloudflare/terraform-provider-cloudflare/issues/2690).
 */
export interface Rule extends RulesetRules {
  readonly ref: string;
  /** Action parameters newer than the bindings, by their Terraform names. */
  readonly newer?: Readonly<Record<string, string | number | boolean>>;
}

export interface PhaseProps {
  readonly zoneId: string;
  readonly phase: PhaseName;
  /** The rules, in the order in which they run. */
  readonly rules: readonly Rule[];
}

/** All rules of a phase: the zone has one list per phase, so a second owner would conflict. */
export class Phase extends Construct {
  constructor(scope: Construct, id: string, { zoneId, phase, rules }: PhaseProps) {
    super(scope, id);
    const ruleset = new Ruleset(this, 'Resource', {
      zoneId,
      phase,
      kind: 'zone',
      // Cloudflare's own name for it. Another name would replace an imported list, leaving the zone without rules meanwhile.
      name: 'default',
      lifecycle: { ignoreChanges: ['name'] },
      description: 'Owned by Terraform: what is added by hand is removed',
      rules: rules.map(({ newer: _, ...rule }) => ({ enabled: true, ...rule })),
    });
    rules.forEach(({ newer = {} }, index) => {
      for (const [name, value] of Object.entries(newer)) ruleset.addOverride(`rules.${index}.action_parameters.${name}`, value);
    });
  }
}
