/** A worker and a web service that somebody adds to an environment, in its file alone: everything follows, and nothing of the others moves. */
import { addressesOf } from '../support/invariants/addresses';
import { loadEnvironments } from '../../config';
import { environments } from '../../config/environments';
import { synthesisOf, withMoreServices, type Synthesis } from '../support/invariants/synthesis';
import { at } from '../support/synthesized';

type Body = Readonly<Record<string, unknown>>;

const resource = ({ stacks }: Synthesis, stack: string, address: string): Body => {
  const [type = '', id = ''] = address.split('.');
  const body = stacks.find(({ name }) => name === stack)?.json.resource?.[type]?.[id];
  if (body === undefined) throw new Error(`${stack} has no ${address}`);
  return body;
};
const added = (name: string) => {
  const before = addressesOf(synthesisOf(name));
  return addressesOf(synthesisOf(`${name}, with more services`)).filter((line) => !before.includes(line));
};

describe.each(['local', 'production'])('%s', (name) => {
  const more = synthesisOf(`${name}, with more services`);
  const body = (state: string, address: string) => resource(more, `${name}-${state}`, address);
  const pod = (service: string) =>
    at(body('app', `kubernetes_deployment_v1.AppTier_${service}_Deployment`), 'spec.template.spec.container.0');

  test('no address is gone, and each new one is called after its service', () => {
    const after = addressesOf(more);
    expect(addressesOf(synthesisOf(name)).filter((line) => !after.includes(line))).toEqual([]);
    expect(added(name).filter((line) => !/Docs|Indexer/.test(line))).toEqual([]);
  });

  test('nothing of the pods of the other services changes', () => {
    const others = (of: Synthesis) =>
      of.stacks
        .filter((stack) => stack.name === `${name}-app`)
        .flatMap(({ json }) =>
          ['kubernetes_deployment_v1', 'kubernetes_config_map_v1', 'kubernetes_service_v1'].flatMap((type) =>
            Object.entries(json.resource?.[type] ?? {}).filter(([id]) => /^AppTier_(Backend|Admin|Portal)/.test(id)),
          ),
        );
    expect(others(more)).toEqual(others(synthesisOf(name)));
  });

  test('both are probed', () => {
    for (const service of ['Docs', 'Indexer']) {
      expect(pod(service)).toMatchObject({
        liveness_probe: { http_get: { path: '/health', port: 'http' }, initial_delay_seconds: 30, period_seconds: 10 },
        readiness_probe: { http_get: { path: '/ready', port: 'http' } },
        startup_probe: { failure_threshold: 30 },
      });
    }
  });

  test('the worker has its stores, no Service, and a way to nowhere but where it says', () => {
    const variables = (at(pod('Indexer'), 'env') as { name: string }[]).map((variable) => variable.name);
    expect(variables).toEqual(expect.arrayContaining(['DATABASE_URL', 'REDIS_URL']));
    expect(variables).not.toContain('S3_ENDPOINT');
    expect(added(name).filter((line) => /service_v1.*Indexer/.test(line))).toEqual([]);
    const { egress, ingress } = body('platform', 'kubernetes_network_policy_v1.NetworkPolicies_Indexer')['spec'] as {
      readonly egress: readonly { readonly to: unknown; readonly ports: readonly { readonly port: string }[] }[];
      readonly ingress?: readonly unknown[];
    };
    expect(ingress ?? []).toEqual([]);
    expect(egress).toContainEqual({ to: [{ ip_block: { cidr: '10.0.0.0/8' } }], ports: [{ port: '9200', protocol: 'TCP' }] });
    expect(egress).toHaveLength(4); // PostgreSQL, Redis, the search cluster, DNS
  });

  test('the quota counts both', () => {
    const input = environments[name];
    const services = { ...input?.services, ...withMoreServices };
    const load = () => loadEnvironments([name], { [name]: { ...input, services, namespace: { quotaPods: 1 } } });
    expect(load).toThrow(/namespace\.quotaPods: .*indexer \d+ × 256, docs \d+ × 256/);
  });
});

test('local: the load balancer forwards the new host', () => {
  const { data } = resource(
    synthesisOf('local, with more services'),
    'local-app',
    'kubernetes_config_map_v1.LoadBalancer_Pods_Configuration',
  ) as { readonly data: Readonly<Record<string, string>> };
  expect(data['nginx.conf']).toContain('server_name docs.openrouter.ai;');
  expect(data['nginx.conf']).toContain('proxy_pass http://docs;');
});

describe('production', () => {
  const more = synthesisOf('production, with more services');
  const body = (state: string, address: string) => resource(more, `production-${state}`, address);

  test('the certificate has the new host, which a record of its own proves', () => {
    const { domain_name: first, subject_alternative_names: others } = body('app', 'aws_acm_certificate.LoadBalancer_Certificate');
    expect([first, ...(others as string[])]).toContain('docs.openrouter.ai');
    expect(body('app', 'cloudflare_dns_record.LoadBalancer_Certificate_DocsValidation')).toMatchObject({ type: 'CNAME', proxied: false });
  });

  test('the new host has a DNS record, a rule and a target group', () => {
    expect(body('cdn', 'cloudflare_dns_record.Cdn_Names_Docs')).toMatchObject({ name: 'docs.openrouter.ai', proxied: true });
    expect(body('app', 'aws_lb_listener_rule.LoadBalancer_Listeners_Docs')).toMatchObject({
      condition: [{ host_header: { values: ['docs.openrouter.ai'] } }],
    });
    expect(body('app', 'aws_lb_target_group.LoadBalancer_Docs')).toHaveProperty('health_check.path', '/ready');
    expect(body('app', 'kubernetes_manifest.LoadBalancer_DocsBinding')).toHaveProperty('manifest.spec.serviceRef.name', 'docs');
  });

  test('priorities of the others’ rules stay', () => {
    const priorities = (of: Synthesis) =>
      ['Backend', 'Admin', 'Portal'].map(
        (id) => resource(of, 'production-app', `aws_lb_listener_rule.LoadBalancer_Listeners_${id}`)['priority'],
      );
    expect(priorities(more)).toEqual(priorities(synthesisOf('production')));
  });

  test('the edge limits requests to the new host', () => {
    const rules = body('cdn', 'cloudflare_ruleset.Cdn_Rules_RateLimits')['rules'] as readonly {
      readonly ref: string;
      readonly expression: string;
    }[];
    expect(rules.find(({ ref }) => ref === 'rate_limit_docs')?.expression).toContain('http.host in {"docs.openrouter.ai"}');
  });

  test('the probes ask it, and alerts know both', () => {
    const monitoring = more.stacks.find(({ name }) => name === 'production-monitoring')?.text ?? '';
    expect(monitoring).toContain('https://docs.openrouter.ai/health');
    expect(monitoring).toContain('backend|admin|portal|indexer|docs');
  });
});
