/** The certificate of the hosts, in the state of the listener that shows it. */
import { routes } from '../load-balancer.fixture';
import { synthesizeReadable } from '../../../support/readable-stack';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { CloudflareProvider } from '@cdktf/provider-cloudflare/lib/provider';
import { HostCertificate } from '../../../../constructs/load-balancer/alb/host-certificate';
import { hostsByKey } from '../../../../config';
import { alb, awsPlacement, idsOf, only } from './alb.fixture';

type Bodies = Record<string, Record<string, unknown>>;

const hosts = hostsByKey(routes);
const { text } = synthesizeReadable((stack) => {
  new AwsProvider(stack, 'Aws', {});
  new CloudflareProvider(stack, 'Cloudflare', {});
  new HostCertificate(stack, 'Certificate', { hosts, zoneId: 'f'.repeat(32), environment: 'staging' });
});
const { resource } = JSON.parse(text) as { resource: Record<string, Bodies> };
const records = resource['cloudflare_dns_record'] ?? {};
const option = (host: string, attribute: string) =>
  `\${trimsuffix(one([for option in aws_acm_certificate.Certificate.domain_validation_options : option.${attribute} if option.domain_name == "${host}"]), ".")}`;

test('it is for all hosts, whichever order they are in, and its successor comes first', () => {
  expect(resource['aws_acm_certificate']).toEqual({
    Certificate: {
      domain_name: 'admin.openrouter.ai',
      subject_alternative_names: ['api.openrouter.ai', 'openrouter.ai'],
      validation_method: 'DNS',
      options: { certificate_transparency_logging_preference: 'ENABLED' },
      tags: { Name: 'staging' },
      lifecycle: { create_before_destroy: true },
    },
  });
});

test('a record for each host proves it, known at plan by its service', () => {
  expect(Object.keys(records).sort()).toEqual(['Admin', 'Backend', 'Portal'].map((name) => `Certificate_${name}Validation`));
  expect(records['Certificate_BackendValidation']).toMatchObject({
    zone_id: 'f'.repeat(32),
    type: 'CNAME',
    name: option('api.openrouter.ai', 'resource_record_name'),
    content: option('api.openrouter.ai', 'resource_record_value'),
    proxied: false,
    ttl: 60,
  });
});

test('the records have comments that every plan of Cloudflare takes', () => {
  for (const { comment } of Object.values(records)) expect(comment).toMatch(/^[\x20-\x7e]{1,100}$/);
});

test('it is waited for until it is issued, after the records', () => {
  expect(resource['aws_acm_certificate_validation']).toEqual({
    Certificate_Validation: {
      certificate_arn: '${aws_acm_certificate.Certificate.arn}',
      validation_record_fqdns: Object.values(hosts).map((host) => option(host, 'resource_record_name')),
      depends_on: ['Backend', 'Admin', 'Portal'].map((name) => `cloudflare_dns_record.Certificate_${name}Validation`),
    },
  });
});

test('only the listener waits for it: balancer and targets come up beside it', () => {
  const created = alb({ placement: { certificate: { by: 'zone', zoneId: 'f'.repeat(32) } } });
  const waiting = (value: unknown) => JSON.stringify(value).includes('aws_acm_certificate');
  expect(only(created, 'aws_lb_listener', 'port', 443)).toHaveProperty(
    'certificate_arn',
    expect.stringMatching(/^\$\{aws_acm_certificate_validation\.\w+\.certificate_arn\}$/),
  );
  expect(waiting(only(created, 'aws_lb'))).toBe(false);
  for (const service of ['backend', 'admin', 'portal']) {
    const groups = Object.values((created.json['resource'] as Record<string, Bodies>)['aws_lb_target_group'] ?? {});
    expect([service, groups.some(waiting)]).toEqual([service, false]);
  }
});

test('one that is there is taken as it is', () => {
  expect(only(alb(), 'aws_lb_listener', 'port', 443)).toMatchObject({
    certificate_arn: awsPlacement.certificate.by === 'arn' ? awsPlacement.certificate.arn : '',
  });
  expect(idsOf(alb(), 'aws_acm_certificate')).toEqual([]);
});
