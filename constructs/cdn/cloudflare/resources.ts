/** The largest kinds of Cloudflare; see TypedResource. */
import type { RulesetConfig } from '@cdktf/provider-cloudflare/lib/ruleset';
import type { ZeroTrustAccessApplicationConfig } from '@cdktf/provider-cloudflare/lib/zero-trust-access-application';
import type { ZeroTrustAccessPolicyConfig } from '@cdktf/provider-cloudflare/lib/zero-trust-access-policy';
import type { Construct } from 'constructs';
import { TypedResource, type Maps } from '../../typed-resource';

const maps: Maps<RulesetConfig | ZeroTrustAccessApplicationConfig | ZeroTrustAccessPolicyConfig> = {
  contains: true,
  headers: true,
  nameByIdp: true,
  rules: true,
  targetAttributes: true,
};

export class Ruleset extends TypedResource<RulesetConfig> {
  constructor(scope: Construct, id: string, config: RulesetConfig) {
    super(scope, id, 'cloudflare_ruleset', maps, config);
  }
}

export class ZeroTrustAccessApplication extends TypedResource<ZeroTrustAccessApplicationConfig> {
  constructor(scope: Construct, id: string, config: ZeroTrustAccessApplicationConfig) {
    super(scope, id, 'cloudflare_zero_trust_access_application', maps, config);
  }
}

export class ZeroTrustAccessPolicy extends TypedResource<ZeroTrustAccessPolicyConfig> {
  constructor(scope: Construct, id: string, config: ZeroTrustAccessPolicyConfig) {
    super(scope, id, 'cloudflare_zero_trust_access_policy', maps, config);
  }

  get id(): string {
    return this.getStringAttribute('id');
  }
}
