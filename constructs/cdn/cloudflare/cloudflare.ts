import { ArgoTieredCaching } from '@cdktf/provider-cloudflare/lib/argo-tiered-caching';
import { AuthenticatedOriginPullsSettings } from '@cdktf/provider-cloudflare/lib/authenticated-origin-pulls-settings';
import { DnsRecord } from '@cdktf/provider-cloudflare/lib/dns-record';
import { TieredCache } from '@cdktf/provider-cloudflare/lib/tiered-cache';
import { UrlNormalizationSettings } from '@cdktf/provider-cloudflare/lib/url-normalization-settings';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { hostsByKey, hostsOf, type CloudflareConfig, type Route } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import type { LoadBalancer } from '../../contracts';
import type { Cdn } from '..';
import { AdminAccess } from './admin-access';
import { Bots } from './bots';
import { cacheRules } from './cache-rules';
import { configRules } from './config-rules';
import { customRules } from './custom-rules';
import { hostsByVisitor } from './expressions';
import { managedRules } from './managed-rules';
import { Phase, type PhaseName, type Rule } from './phase';
import { rateLimits } from './rate-limits';
import { zoneSettings, ZoneSettings } from './zone-settings';

export interface CloudflareProps {
  readonly config: CloudflareConfig;
  readonly origin: NonNullable<LoadBalancer['origin']>;
  readonly routes: readonly Route[];
}

/** Cloudflare: settings and rules of the zone, then the DNS records that point to it. */
export class Cloudflare extends Construct implements Cdn {
  readonly hosts: readonly string[];

  constructor(scope: Construct, id: string, { config, origin, routes }: CloudflareProps) {
    super(scope, id);
    const { zoneId } = config;
    this.hosts = hostsOf(routes);

    const zone = new Construct(this, 'Zone');
    new ZoneSettings(zone, 'Settings', { zoneId, settings: zoneSettings(config) });
    // One certificate for the whole zone, uploaded once by hand: otherwise its key would be in a state.
    new AuthenticatedOriginPullsSettings(zone, 'OriginPulls', { zoneId, enabled: config.authenticatedOriginPulls.enabled });
    new Bots(zone, 'Bots', { zoneId, config });
    // Rules see what the origin gets: `/v1/../metrics` is `/metrics` to both.
    new UrlNormalizationSettings(zone, 'UrlNormalization', { zoneId, type: 'cloudflare', scope: 'both' });
    // Data centres ask an upper-tier one before the origin; both resources are the one switch of the dashboard.
    new ArgoTieredCaching(zone, 'TieredCaching', { zoneId, value: 'on' });
    new TieredCache(zone, 'SmartTieredCache', { zoneId, value: 'on' });

    const rules = new Construct(this, 'Rules');
    const phase = (name: string, of: PhaseName, list: readonly Rule[]) => new Phase(rules, name, { zoneId, phase: of, rules: list });
    phase('Custom', 'http_request_firewall_custom', customRules(config, routes));
    phase('Managed', 'http_request_firewall_managed', managedRules(config, routes));
    phase('RateLimits', 'http_ratelimit', rateLimits(config, routes));
    phase('Cache', 'http_request_cache_settings', cacheRules(config, routes));
    phase('Config', 'http_config_settings', configRules(routes));

    const guards = new Construct(this, 'Admin');
    const { adminProtection, accountId } = config;
    const [fenced, ...others] = hostsByVisitor(routes).fenced;
    if (adminProtection.enabled && adminProtection.only.by === 'access' && accountId !== null && fenced !== undefined) {
      const { emailDomains, emails, identityProviders, sessionHours } = adminProtection.only;
      new AdminAccess(guards, 'Access', { accountId, hosts: [fenced, ...others], emailDomains, emails, identityProviders, sessionHours });
    }

    // Created last and destroyed first: no traffic arrives while the hosts are unprotected.
    const dependsOn = [zone, rules, guards].flatMap(({ node }) => node.findAll().filter(TerraformResource.isTerraformResource));
    const names = new Construct(this, 'Names');
    for (const [key, host] of Object.entries(hostsByKey(routes))) {
      // The full name: the API expands a shorter one, and the next plan would change it back. 1 is automatic, as for every proxied
      // record.
      new DnsRecord(names, constructId(key), {
        zoneId,
        name: host,
        type: origin.recordType,
        content: origin.value,
        proxied: true,
        ttl: 1,
        dependsOn,
      });
    }
  }
}
