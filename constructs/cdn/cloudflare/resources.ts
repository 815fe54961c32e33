/** The largest Cloudflare resources; see typedResource. */
import type { RulesetConfig } from '@cdktf/provider-cloudflare/lib/ruleset';
import type { ZeroTrustAccessApplicationConfig } from '@cdktf/provider-cloudflare/lib/zero-trust-access-application';
import type { ZeroTrustAccessPolicyConfig } from '@cdktf/provider-cloudflare/lib/zero-trust-access-policy';
import { typedResource, type Maps } from '../../terraform/typed-resource';

const maps: Maps<RulesetConfig | ZeroTrustAccessApplicationConfig | ZeroTrustAccessPolicyConfig> = {
  contains: true,
  headers: true,
  nameByIdp: true,
  rules: true,
  targetAttributes: true,
};

export class Ruleset extends typedResource<RulesetConfig>('cloudflare_ruleset', maps) {}

export class ZeroTrustAccessApplication extends typedResource<ZeroTrustAccessApplicationConfig>(
  'cloudflare_zero_trust_access_application',
  maps,
) {}

export class ZeroTrustAccessPolicy extends typedResource<ZeroTrustAccessPolicyConfig>('cloudflare_zero_trust_access_policy', maps) {
  get id(): string {
    return this.getStringAttribute('id');
  }
}
