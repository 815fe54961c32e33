/** The fields of the engine `cloudflare`, and what it is to the rest of the program. */
import { cdnOn, edgeOf } from '../../../config/cdn';
import { cidrField } from '../../../config/fields/values';
import { cloudflareRanges } from '../../../config/cdn/cloudflare-ranges';
import { streamingChain } from '../../../config/derived/streaming';
import { holds, inequalities } from '../../../config/rules/streaming';
import { streamingField } from '../../../config/streaming';
import { certificate, cloudflare, input, off } from '../../constructs/cdn/cdn.fixture';

const paths = (fields: object) => {
  const read = cdnOn.aws.safeParse(input(fields));
  return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
};

const access = (only: object) => ({ adminProtection: { enabled: true, only: { by: 'access', ...only } } });

describe('the configuration of Cloudflare', () => {
  test('is the same on both targets, and so is none', () => {
    expect(cdnOn.kubernetes.parse(input())).toEqual(cloudflare());
    expect(cdnOn.kubernetes.parse({ engine: 'none' })).toEqual({ engine: 'none' });
  });

  test('is safe where nothing is said', () => {
    expect(cloudflare()).toMatchObject({
      hsts: { enabled: true, maxAgeSeconds: 31_536_000, includeSubdomains: false, preload: false },
      managedRules: { enabled: true, rulesets: null },
      closedPaths: ['/metrics', '/debug'],
      bots: { definitelyAutomated: 'allow', likelyAutomated: 'allow', verified: 'allow' },
    });
  });

  test.each(['authenticatedOriginPulls', 'adminProtection', 'plan', 'zone', 'zoneId'])('%s has to be decided', (field) => {
    expect(paths({ [field]: undefined })).toContain(field);
  });

  test.each(['authenticatedOriginPulls', 'adminProtection', 'hsts', 'managedRules'])('%s is off with a reason only', (field) => {
    expect(paths({ [field]: off })).toEqual([]);
    expect(paths({ [field]: { enabled: false } })).toEqual([`${field}.reason`]);
    expect(paths({ [field]: { enabled: false, reason: 'short' } })).toEqual([`${field}.reason`]);
  });

  test.each([
    [{ zoneId: '0123456789ABCDEF0123456789ABCDEF' }, 'zoneId'],
    [{ zone: 'https://openrouter.ai' }, 'zone'],
    [{ plan: 'teams' }, 'plan'],
    [{ authenticatedOriginPulls: { enabled: true, certificateAuthority: 'ca.pem' } }, 'authenticatedOriginPulls.certificateAuthority'],
    [access({}), 'adminProtection.only'],
    [access({ emails: ['somebody'] }), 'adminProtection.only.emails.0'],
    [{ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: [] } } }, 'adminProtection.only.cidrs'],
    [{ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.1'] } } }, 'adminProtection.only.cidrs.0'],
    [{ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['2001:db8::/129'] } } }, 'adminProtection.only.cidrs.0'],
    [{ closedPaths: ['metrics'] }, 'closedPaths.0'],
    [{ staticAssets: { paths: ['/a") or true or ("'] } }, 'staticAssets.paths.0'],
    [{ apiToken: 'x' }, ''],
  ])('%j is refused', (fields, path) => {
    expect(paths(fields)).toEqual([path]);
  });

  test('addresses of either protocol may be listed', () => {
    expect(paths({ adminProtection: { enabled: true, only: { by: 'ip-list', cidrs: ['192.0.2.0/24', '2001:db8::/32'] } } })).toEqual([]);
  });

  test('a private key is not taken for a certificate', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n';
    for (const certificateAuthority of [key, certificate + key, key + certificate]) {
      expect(paths({ authenticatedOriginPulls: { enabled: true, certificateAuthority } })).toEqual([
        'authenticatedOriginPulls.certificateAuthority',
      ]);
    }
    expect(paths({ authenticatedOriginPulls: { enabled: true, certificateAuthority: certificate + certificate } })).toEqual([]);
  });
});

describe('the limits of the CDN', () => {
  test.each([
    ['free', 100],
    ['pro', 100],
    ['business', 200],
    ['enterprise', 500],
  ] as const)('%s takes %d MiB', (plan, maxBodyMiB) => {
    expect(edgeOf(cloudflare({ plan })).limits).toEqual({ silenceSeconds: 100, keepAliveSeconds: 900, maxBodyMiB });
  });

  test('the default chain holds behind the smallest plan', () => {
    const chain = streamingChain(streamingField.parse(undefined), edgeOf(cloudflare({ plan: 'free' })).limits);
    expect(inequalities(chain).filter((link) => !holds(link))).toEqual([]);
  });

  test('a larger body than the plan’s breaks the chain', () => {
    const chain = streamingChain(streamingField.parse({ maxBodyMiB: 200 }), edgeOf(cloudflare({ plan: 'pro' })).limits);
    expect(
      inequalities(chain)
        .filter((link) => !holds(link))
        .map(({ right }) => right.name),
    ).toEqual(['CDN body']);
  });
});

describe('the ranges of Cloudflare', () => {
  test('are fifteen different IPv4 ranges, sorted as texts', () => {
    expect(new Set(cloudflareRanges).size).toBe(15);
    expect([...cloudflareRanges].sort()).toEqual(cloudflareRanges);
    for (const range of cloudflareRanges) expect(cidrField.safeParse(range).success).toBe(true);
  });

  test('are who comes to the load balancer; without a CDN everyone does', () => {
    expect(edgeOf(cloudflare()).cidrs).toBe(cloudflareRanges);
    expect(edgeOf({ engine: 'none' }).cidrs).toBeNull();
  });
});

describe('the zone and the client certificate', () => {
  test('are those of the configuration; without a CDN there are none', () => {
    expect(edgeOf(cloudflare())).toMatchObject({ zoneId: '0123456789abcdef0123456789abcdef', clientCertificateAuthority: certificate });
    expect(edgeOf(cloudflare({ authenticatedOriginPulls: off })).clientCertificateAuthority).toBeNull();
    expect(edgeOf({ engine: 'none' })).toEqual({ limits: null, zoneId: null, cidrs: null, clientCertificateAuthority: null });
  });
});
