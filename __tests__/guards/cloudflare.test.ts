/** Three of the traps (traps.test.ts), which only Cloudflare’s provider has: lost values, settings that stay, names that vanish. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ZoneSetting } from '@cdktf/provider-cloudflare/lib/zone-setting';
import { useCloudflare } from '../../stacks/cloudflare';
import { allPlans, built, off } from '../constructs/cdn/cdn.fixture';
import type { StackJson } from '../support/environments';
import { cloudflareKeys, namesOf, newer, type Names } from '../support/invariants/cloudflare-keys';
import { lostValues } from '../support/invariants/lost-values';
import type { Guard, Synthesis } from '../support/invariants/synthesis';
import { synthesize } from '../support/synthesized';

/** What a guard says of one stack; neither asks for the rest of a synthesis. */
const said = (guard: Guard, json: unknown) => guard({ name: 'test', text: '', json: json as StackJson }, {} as Synthesis);

const ipList = { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.0/24'] } };
/** Everything that is made of one thing or the other, by plan. */
const variants = allPlans.flatMap((plan) => [
  [plan, 'as it is', {}] as const,
  [plan, 'with all that can be off', { hsts: off, authenticatedOriginPulls: off, adminProtection: off, managedRules: off }] as const,
  [
    plan,
    'with all that can be on',
    { adminProtection: ipList, ...(plan === 'free' ? {} : { bots: { definitelyAutomated: 'block' } }) },
  ] as const,
]);

describe.each(variants)('%s, %s', (plan, _, fields) => {
  const edge = built({ plan, ...fields });

  test('no value of the edge is lost in the bindings', () => {
    expect(said(lostValues, edge.json)).toEqual([]);
  });

  test('every argument is one that the provider knows', () => {
    expect(said(cloudflareKeys, edge.json)).toEqual([]);
  });

  test('what the provider cannot take back is there whatever is configured', () => {
    expect(missing(Object.keys(edge.settings()), plan)).toEqual([]);
    for (const type of kept) expect(Object.keys(edge.all(type))).toHaveLength(1);
  });

  test('there is no setting that the list does not have', () => {
    expect(Object.keys(edge.settings()).filter((setting) => !settings.includes(setting))).toEqual([]);
  });
});

/**
 * Settings of the zone that this program decides or has ever decided. One that is dropped from the program stays at the zone as it was last, so
 * it stays in this list too, until docs/cloudflare.md has said for a release how it is set back.
 */
const settings = [
  ...['0rtt', 'always_use_https', 'browser_check', 'email_obfuscation', 'http2', 'http3', 'min_tls_version', 'rocket_loader'],
  ...['security_header', 'ssl', 'tls_1_3', 'websockets'],
];
/** Resources whose destruction changes nothing at Cloudflare. */
const kept = ['cloudflare_authenticated_origin_pulls_settings', 'cloudflare_bot_management', 'cloudflare_argo_tiered_caching'];

const missing = (written: readonly string[], plan: string) =>
  settings.filter((setting) => !written.includes(setting) && !(setting === 'http2' && plan === 'free'));

describe('what is kept', () => {
  test('a setting that would leave the list is missed', () => {
    const written = Object.keys(built().settings()).filter((setting) => setting !== 'rocket_loader');
    expect(missing(written, 'pro')).toEqual(['rocket_loader']);
  });

  test.each([...settings, ...kept])('the page says of %s how it is set back', (name) => {
    const page = readFileSync(path.join(__dirname, '../../docs/cloudflare.md'), 'utf8');
    const [, section = ''] = /^## What stays[^\n]*\n([\s\S]*?)(?=^## )/m.exec(page) ?? [];
    expect(section).toContain(`| \`${name}\` `);
  });
});

describe('a lost value', () => {
  test.each([
    ['a number', 14_400],
    ['a list', ['A', 'B']],
  ])('%s is lost, and seen', (_, value) => {
    const { json } = synthesize((stack) => {
      useCloudflare(stack);
      new ZoneSetting(stack, 'Lost', { zoneId: 'x', settingId: 'y', value: value as never });
    });
    expect(said(lostValues, json)).toEqual([expect.stringMatching(/^cloudflare_zone_setting\.Lost.*: value lost its value/)]);
  });
});

const rule = (parameters: object) => ({
  resource: { cloudflare_ruleset: { Test: { zone_id: 'x', rules: [{ ref: 'a' }, { ref: 'b', action_parameters: parameters }] } } },
});

describe('a name', () => {
  test.each([
    [rule({ response_body_bufering: 'none' }), 'rules.action_parameters.response_body_bufering'],
    [rule({ edgeTtl: { mode: 'respect_origin' } }), 'rules.action_parameters.edgeTtl'],
    [
      rule({ edge_ttl: { status_code_ttl: [{ value: 1 }, { status_range: {} }] } }),
      'rules.action_parameters.edge_ttl.status_code_ttl.status_range',
    ],
    [rule({ response: { status: 429 } }), 'rules.action_parameters.response.status'],
  ])('is seen when it is misspelt: %j', (json, at) => {
    expect(said(cloudflareKeys, json)).toEqual([
      `cloudflare_ruleset.Test: cloudflare_ruleset.${at} is no argument that the provider knows`,
    ]);
  });

  test('is seen when it is misspelt in a value that the bindings do not type', () => {
    const value = { strict_transport_security: { enabled: true, maxage: 1 } };
    expect(said(cloudflareKeys, { resource: { cloudflare_zone_setting: { Test: { zone_id: 'x', value } } } })).toEqual([
      expect.stringContaining('cloudflare_zone_setting.value.strict_transport_security.maxage'),
    ]);
  });

  test('at the top is seen too, and what is Terraform’s own is none', () => {
    const record = { zone_id: 'x', proxy: true, depends_on: [], lifecycle: { prevent_destroy: true } };
    expect(said(cloudflareKeys, { resource: { cloudflare_dns_record: { Test: record } } })).toEqual([
      'cloudflare_dns_record.Test: cloudflare_dns_record.proxy is no argument that the provider knows',
    ]);
  });

  test('that is right is found at any depth of the bindings', () => {
    expect(at(namesOf('cloudflare_ruleset'), 'rules.action_parameters.edge_ttl.status_code_ttl.status_code_range.from')).toEqual(new Map());
    expect(at(namesOf('cloudflare_zone_setting'), 'value')).toBe('any');
    expect(at(namesOf('cloudflare_zero_trust_access_policy'), 'include.email_domain.domain')).toEqual(new Map());
  });

  test.each(Object.entries(newer))('%s is newer than the bindings, and a page has it', (argument, page) => {
    const [type = '', ...names] = argument.split('.');
    expect(at(namesOf(type), names.join('.'))).toBeUndefined();
    expect(page).toMatch(/^https:\/\/registry\.terraform\.io\//);
  });
});

/** What the bindings know at a path. */
const at = (names: Names, argument: string): Names | undefined =>
  argument.split('.').reduce<Names | undefined>((known, name) => (known === 'any' ? undefined : known?.get(name)), names);
