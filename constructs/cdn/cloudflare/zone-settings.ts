import { ZoneSetting } from '@cdktf/provider-cloudflare/lib/zone-setting';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import { plans, type CloudflareConfig } from '../../../config';
import { StoredValue } from './stored-value';

/** Settings by the id of their resource: Cloudflare’s name and the value. */
export type Settings = Readonly<Record<string, { readonly setting: string; readonly value: string | number | readonly string[] | object }>>;

const set = (setting: string, value: string | object) => ({ setting, value });

/**
 * Every setting this program manages, always written out: the provider cannot revert one, so a setting that is left out would keep its
 * last value (docs/cloudflare.md). A setting that is off is therefore written as off.
 */
export const zoneSettings = ({ plan, hsts }: Pick<CloudflareConfig, 'plan' | 'hsts'>): Settings => ({
  Ssl: set('ssl', 'strict'),
  MinTlsVersion: set('min_tls_version', '1.2'),
  Tls13: set('tls_1_3', 'on'),
  AlwaysUseHttps: set('always_use_https', 'on'),
  SecurityHeader: set('security_header', {
    strict_transport_security: {
      enabled: hsts.enabled,
      max_age: hsts.enabled ? hsts.maxAgeSeconds : 0,
      include_subdomains: hsts.enabled && hsts.includeSubdomains,
      preload: hsts.enabled && hsts.preload,
      nosniff: true,
    },
  }),
  // A recorded request could be replayed; model calls are not GETs, but replays of them would be paid for.
  ZeroRtt: set('0rtt', 'off'),
  ...(plans[plan].http2Setting ? { Http2: set('http2', 'on') } : {}),
  Http3: set('http3', 'on'),
  WebSockets: set('websockets', 'on'),
  // For pages; the API is exempt (config-rules.ts).
  BrowserCheck: set('browser_check', 'on'),
  // Both rewrite pages, which have their own content policy.
  RocketLoader: set('rocket_loader', 'off'),
  EmailObfuscation: set('email_obfuscation', 'off'),
});

export interface ZoneSettingsProps {
  readonly zoneId: string;
  readonly settings: Settings;
}

/** Settings of the whole zone. */
export class ZoneSettings extends Construct {
  constructor(scope: Construct, id: string, { zoneId, settings }: ZoneSettingsProps) {
    super(scope, id);
    for (const [name, { setting, value }] of Object.entries(settings)) {
      const whole = typeof value === 'object' && !Array.isArray(value) ? new StoredValue(this, `${name}Value`, value) : null;
      // The bindings type a value as a map of strings, which loses numbers and booleans.
      new ZoneSetting(this, name, {
        zoneId,
        settingId: setting,
        value: {},
        // An update sends only the changed parts of a value, and nothing documents that Cloudflare keeps the rest: HSTS could lose `enabled`.
        // Replacing sends the whole value and removes nothing: the provider cannot destroy a setting. docs/cloudflare.md
        ...(whole === null ? {} : { lifecycle: { replaceTriggeredBy: [dependable(whole)] } }),
      }).addOverride('value', value);
    }
  }
}
