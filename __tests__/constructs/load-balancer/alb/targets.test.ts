/** How pods get into the load balancer of AWS, and what its parts are called. */
import {
  bindingName,
  loadBalancerName,
  LONGEST_NAME,
  targetGroupName,
  trustStoreName,
} from '../../../../constructs/load-balancer/alb/names';
import { LONGEST_PATTERN, privatePathPatterns } from '../../../../constructs/load-balancer/alb/private-paths';
import { at } from '../../../support/synthesized';
import { alb, idsOf } from './alb.fixture';
import { limits, routes } from '../load-balancer.fixture';

const usual = alb();
const groups = (of = usual) => (of.json.resource as Record<string, Record<string, Record<string, unknown>>>).aws_lb_target_group ?? {};
const groupOf = (service: string, of = usual) => {
  const found = Object.entries(groups(of)).find(([, { name }]) => String(name).startsWith(`staging-${service}-`));
  if (found === undefined) throw new Error(`no group of ${service}`);
  return found;
};

describe('a target group', () => {
  test.each(routes)('of $service asks the pods, where they listen, whether they are ready', ({ service, readinessPath }) => {
    const [, group] = groupOf(service);
    expect(group).toMatchObject({
      target_type: 'ip',
      protocol: 'HTTP',
      protocol_version: 'HTTP1',
      vpc_id: 'vpc-1',
      health_check: { enabled: true, path: readinessPath, port: 'traffic-port', protocol: 'HTTP', matcher: '200-299' },
    });
  });

  test('lets open streams end, for as long as the chain says', () => {
    for (const group of Object.values(groups())) expect(group).toHaveProperty('deregistration_delay', String(limits.deregistrationSeconds));
  });

  test('gives a request to the pod with the fewest, and to a new one at once', () => {
    for (const group of Object.values(groups())) {
      expect(group).toHaveProperty('load_balancing_algorithm_type', 'least_outstanding_requests');
      expect(group).not.toHaveProperty('slow_start');
    }
  });

  test('may be filled by the cluster whose name it carries', () => {
    for (const group of Object.values(groups())) expect(group.tags).toEqual({ 'eks:eks-cluster-name': 'staging' });
  });
});

describe('the binding of a Service', () => {
  const [groupId, group] = groupOf('backend');
  const [id] = idsOf(usual, 'kubernetes_manifest').filter((each) => each.includes('Backend'));
  const manifest = (usual.json.resource as Record<string, Record<string, Record<string, unknown>>>).kubernetes_manifest?.[id ?? ''];

  test('is that of Auto Mode, by address, and leaves security groups alone', () => {
    expect(manifest?.manifest).toEqual({
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'TargetGroupBinding',
      metadata: {
        name: `backend-${String(group.name).split('-').at(-1)}`,
        namespace: 'openrouter',
        labels: { 'app.kubernetes.io/name': 'load-balancer', 'app.kubernetes.io/part-of': 'massrouter' },
      },
      spec: { targetGroupARN: `\${aws_lb_target_group.${groupId}.arn}`, targetType: 'ip', serviceRef: { name: 'backend', port: 80 } },
    });
  });

  test('comes after the rule and the Service, and before the pods: their readiness counts the load balancer’s', () => {
    const [rule] = idsOf(usual, 'aws_lb_listener_rule').filter((each) => each.includes('Backend'));
    expect(manifest?.depends_on).toEqual([`aws_lb_listener_rule.${rule}`, usual.address('kubernetes_service_v1', 'backend')]);
    expect(at(usual.find('kubernetes_deployment_v1', 'backend'), 'depends_on')).toEqual([`kubernetes_manifest.${id}`]);
  });

  test('leads to a service that has a route', () => {
    const { balancer } = usual;
    expect(() => balancer.attach('unknown' as 'backend', undefined as never)).toThrow(/LoadBalancer: there is no route to unknown/);
  });
});

describe('when a part is replaced', () => {
  test('its successor is made first', () => {
    for (const type of [
      'aws_lb',
      'aws_lb_listener',
      'aws_lb_listener_rule',
      'aws_lb_target_group',
      'aws_lb_trust_store',
      'kubernetes_manifest',
    ]) {
      const all = Object.values((usual.json.resource as Record<string, Record<string, unknown>>)[type] ?? {});
      expect(all.length).toBeGreaterThan(0);
      for (const resource of all) expect(resource).toHaveProperty('lifecycle', { create_before_destroy: true });
    }
  });

  test('its successor has a name of its own, and so has the binding, whose group can never be another', () => {
    const names = (settings: object) => [targetGroupName('staging', 'backend', { ...settings }), bindingName('backend', { ...settings })];
    expect(names({ protocolVersion: 'HTTP1' })).toEqual(names({ protocolVersion: 'HTTP1' }));
    const [group, binding] = names({ protocolVersion: 'HTTP1' });
    expect(names({ protocolVersion: 'HTTP2' })).not.toContain(group);
    expect(names({ protocolVersion: 'HTTP2' })).not.toContain(binding);
  });

  test('no port of a service is a reason', () => {
    const ports = Object.values(groups()).map(({ port }) => port);
    expect(new Set(ports).size).toBe(1);
    expect(routes.map(({ port }) => port)).not.toContain(ports[0]);
  });
});

describe('a name', () => {
  const longest = 'a'.repeat(20);

  const named = [
    { what: 'load balancer', name: loadBalancerName(longest) },
    { what: 'trust store', name: trustStoreName(longest) },
    ...routes.map(({ service }) => ({ what: `group of ${service}`, name: targetGroupName(longest, service, {}) })),
  ];

  test.each(named)('of a $what fits, whatever the environment is called', ({ name }) => {
    expect(name.length).toBeLessThanOrEqual(LONGEST_NAME);
    expect(name).toMatch(/^([a-zA-Z0-9]+-)*[a-zA-Z0-9]+$/);
  });
});

describe('a private path', () => {
  const isPrivate = (path: string) => privatePathPatterns.some((pattern) => new RegExp(pattern).test(path));

  test.each([
    '/metrics',
    '/METRICS',
    '/metrics/',
    '/metrics/x?',
    '/Metrics;v=1',
    '/metrics.json',
    '/%6Detrics',
    '/%6d%65%74%72%69%63%73',
    '/%4DETRICS',
    '/metrics%2Fx',
    '//metrics',
    '/./metrics',
    '/debug',
    '/debug/pprof/heap',
    '/DEBUG/vars',
    '/%64ebug',
  ])('is %s', (path) => {
    expect(isPrivate(path)).toBe(true);
  });

  test.each(['/', '/metrics-guide', '/metricsx', '/metrics_x', '/debugger', '/v1/metrics', '/docs/debug', '/v1/chat/completions'])(
    'is not %s',
    (path) => {
      expect(isPrivate(path)).toBe(false);
    },
  );

  test('fits into a rule, and asks for nothing that its engine does not know', () => {
    for (const pattern of privatePathPatterns) {
      expect(pattern.length).toBeLessThanOrEqual(LONGEST_PATTERN);
      expect(pattern).not.toMatch(/\(\?|\\p|\\\d|[*+?}]\+/);
      expect(pattern).toMatch(/^\^.*\$$/);
    }
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html#rules-quotas
    expect(privatePathPatterns.length).toBeLessThanOrEqual(5);
  });
});
