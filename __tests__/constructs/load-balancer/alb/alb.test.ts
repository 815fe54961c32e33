import { at } from '../../../support/synthesized';
import { alb, authority, awsPlacement, idsOf, only } from './alb.fixture';
import { limits, routes } from '../load-balancer.fixture';

const usual = alb();
const withoutOriginPulls = alb({ config: { originPullCa: { enabled: false, reason: 'a test without a CDN' } } });
const balancer = (of = usual) => only(of, 'aws_lb');
const https = (of = usual) => only(of, 'aws_lb_listener', 'port', 443);

describe('the load balancer', () => {
  test('stands in the public subnets, with the security group that the network made for it', () => {
    expect(balancer()).toMatchObject({
      load_balancer_type: 'application',
      internal: false,
      subnets: awsPlacement.subnetIds.public,
      security_groups: ['sg-load-balancer'],
    });
  });

  test('cannot be deleted where the environment is protected', () => {
    expect(balancer()).toHaveProperty('enable_deletion_protection', true);
    expect(balancer(alb({ deletionProtection: false }))).toHaveProperty('enable_deletion_protection', false);
  });

  test('waits for as long as the chain says, and keeps connections no shorter', () => {
    expect(balancer()).toMatchObject({ idle_timeout: limits.idleSeconds, client_keep_alive: 3600 });
    expect(balancer(alb({ idleSeconds: 4000 }))).toMatchObject({ idle_timeout: 4000, client_keep_alive: 4000 });
  });

  test('lets nothing through that two programs could read in two ways', () => {
    expect(balancer()).toMatchObject({ drop_invalid_header_fields: true, desync_mitigation_mode: 'strictest', enable_http2: true });
    const defensive = alb({ config: { desyncMitigation: { mode: 'defensive', reason: 'a client that cannot be changed' } } });
    expect(balancer(defensive)).toHaveProperty('desync_mitigation_mode', 'defensive');
  });

  test('passes the host on as it came', () => {
    expect(balancer()).toHaveProperty('preserve_host_header', true);
  });

  test('believes a list of addresses only of a CDN that showed its certificate', () => {
    expect(balancer()).toHaveProperty('xff_header_processing_mode', 'preserve');
    expect(balancer(withoutOriginPulls)).toHaveProperty('xff_header_processing_mode', 'append');
  });

  test('writes who came and what was asked into the log bucket, under prefixes that it takes', () => {
    for (const kind of ['access_logs', 'connection_logs']) {
      expect(balancer()[kind]).toMatchObject({ enabled: true, bucket: awsPlacement.logBucket });
      expect(at(balancer(), `${kind}.prefix`)).toMatch(/^[^/].*[^/]$/);
    }
    expect(at(balancer(), 'access_logs.prefix')).not.toBe(at(balancer(), 'connection_logs.prefix'));
  });

  test('is what a DNS record of the hosts points to', () => {
    expect(usual.balancer.origin).toEqual({ recordType: 'CNAME', value: expect.stringMatching(/TfToken/) as string });
  });
});

describe('its listeners', () => {
  test('end TLS 1.2 and 1.3 with the certificate of the hosts', () => {
    expect(https()).toMatchObject({
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      certificate_arn: 'arn:aws:acm:eu-central-1:123456789012:certificate/hosts',
    });
  });

  test('send clear text to https, and serve nothing in it', () => {
    expect(only(usual, 'aws_lb_listener', 'port', 80)).toMatchObject({
      protocol: 'HTTP',
      default_action: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', status_code: 'HTTP_301' } }],
    });
  });

  test('refuse unknown hosts as the other engines do, in JSON', () => {
    const [action] = https().default_action as Record<string, Record<string, string>>[];
    expect(action).toMatchObject({ type: 'fixed-response', fixed_response: { status_code: '421', content_type: 'application/json' } });
    expect(JSON.parse(action?.fixed_response?.message_body ?? '')).toMatchObject({ error: { code: 'unknown_host' } });
  });

  test('tell browsers to come by TLS only, where no CDN does', () => {
    const header = 'routing_http_response_strict_transport_security_header_value';
    expect(https(alb({ facesClients: true }))).toHaveProperty(header, 'max-age=31536000');
    expect(https()).not.toHaveProperty(header);
  });

  test('do not say what they are', () => {
    expect(https()).toHaveProperty('routing_http_response_server_enabled', false);
  });
});

describe('the certificate of the CDN', () => {
  const store = only(usual, 'aws_lb_trust_store');

  test('is asked for in the handshake', () => {
    expect(https().mutual_authentication).toEqual({
      mode: 'verify',
      trust_store_arn: `\${aws_lb_trust_store.${idsOf(usual, 'aws_lb_trust_store')[0]}.arn}`,
    });
  });

  test('is signed by the authority of the configuration, in an object whose version the trust store names', () => {
    const object = only(usual, 'aws_s3_object');
    expect(object).toHaveProperty('content', authority);
    expect(store).toMatchObject({
      name: 'staging-origin-pull',
      ca_certificates_bundle_s3_key: expect.stringMatching(/\.key\}$/) as string,
      ca_certificates_bundle_s3_object_version: `\${aws_s3_object.${idsOf(usual, 'aws_s3_object')[0]}.version_id}`,
    });
  });

  test('has a bucket with versions, which are there before the object is', () => {
    const [bucket] = idsOf(usual, 'aws_s3_bucket_versioning');
    expect(at(only(usual, 'aws_s3_object'), 'depends_on')).toContain(`aws_s3_bucket_versioning.${bucket}`);
    expect(only(usual, 'aws_s3_bucket')).toMatchObject({
      bucket: 'staging-origin-pull-123456789012-eu-central-1',
      force_destroy: false,
    });
  });

  test('is kept where the load balancer is sure to read it: with S3’s own key', () => {
    expect(only(usual, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
  });

  test('is not asked for where the configuration says why; the listener is told so', () => {
    expect(https(withoutOriginPulls).mutual_authentication).toEqual({ mode: 'off' });
    for (const type of ['aws_lb_trust_store', 'aws_s3_object']) expect(idsOf(withoutOriginPulls, type)).toEqual([]);
  });

  test('can be switched off where nothing that is protected may go: the bucket stays', () => {
    for (const of of [usual, withoutOriginPulls]) expect(only(of, 'aws_s3_bucket')).toHaveProperty('lifecycle.prevent_destroy', true);
    expect(idsOf(withoutOriginPulls, 'aws_s3_bucket')).toEqual(idsOf(usual, 'aws_s3_bucket'));
  });
});

describe('its rules', () => {
  const rule = (priority: number) => only(usual, 'aws_lb_listener_rule', 'priority', priority);

  test('lead each host to the group of its service, with a priority of its own', () => {
    for (const { hosts, listenerPriority } of routes) {
      expect(rule(listenerPriority)).toMatchObject({
        condition: [{ host_header: { values: hosts } }],
        action: [{ type: 'forward', target_group_arn: expect.stringContaining(`aws_lb_target_group.LoadBalancer_`) as string }],
      });
    }
  });

  test('answer private paths before any of them', () => {
    const { condition, action } = rule(1) as { condition: unknown; action: { fixed_response: { message_body: string } }[] };
    expect(condition).toEqual([{ path_pattern: { regex_values: [expect.any(String), expect.any(String)] } }]);
    expect(action).toMatchObject([{ type: 'fixed-response', fixed_response: { status_code: '404', content_type: 'application/json' } }]);
    expect(JSON.parse(action[0]?.fixed_response.message_body ?? '')).toMatchObject({ error: { code: 'not_found' } });
  });
});
