/** What is written of the services, laid over the default rows. */
import { readEnvironment } from '../../../config/load/read-environment';
import { servicesField, withDefaultServices, type ServicesConfig } from '../../../config/services';
import { local } from '../../support/environments';
import { serviceOf, servicesOf } from '../../support/services';

const rows = (input: unknown): ServicesConfig => servicesField.parse(withDefaultServices(input, 'recommended'));
const problemsOf = (services: unknown) => {
  const read = readEnvironment(local({ services }));
  return 'problems' in read ? read.problems.map(({ path, message }) => `${path}: ${message}`) : [];
};

describe('the default rows', () => {
  test('are all there where nothing is written, and come first', () => {
    expect(servicesOf().map(({ name }) => name)).toEqual(['backend', 'admin', 'portal']);
    expect(servicesOf({ docs: {}, admin: {} }).map(({ name }) => name)).toEqual(['backend', 'admin', 'portal', 'docs']);
    expect(rows(undefined)).toEqual(rows({}));
  });

  test('are changed field by field, in objects too', () => {
    const { resources, replicas, port, generatedSecrets } = serviceOf('backend', {
      backend: { resources: { memoryLimitMiB: 2048 }, replicas: { max: 4 } },
    });
    expect(resources).toEqual({ cpuRequestMillis: 250, cpuLimitMillis: 500, memoryRequestMiB: 512, memoryLimitMiB: 2048 });
    expect(replicas).toEqual({ min: 3, max: 4 });
    expect([port, generatedSecrets.length]).toEqual([8080, 2]);
  });

  test('keep what is written as undefined', () => {
    expect(rows({ backend: { port: undefined } })['backend']).toHaveProperty('port', 8080);
  });

  test('have their lists replaced as a whole', () => {
    const backend = serviceOf('backend', { backend: { stores: ['redis'], generatedSecrets: [], egress: [], links: ['portal'] } });
    expect(backend).toMatchObject({ stores: ['redis'], generatedSecrets: [], egress: [], links: ['portal'] });
  });

  test('are left out by null, and then neither called nor linked to by the others', () => {
    const services = servicesOf({ admin: null });
    expect(services.map(({ name }) => name)).toEqual(['backend', 'portal']);
    expect(services.map(({ links }) => links)).toEqual([
      ['backend', 'portal'],
      ['backend', 'portal'],
    ]);
    expect(servicesOf({ backend: null }).map(({ calls, links }) => [calls, links])).toEqual([
      [[], ['admin', 'portal']],
      [[], ['admin', 'portal']],
    ]);
  });

  test('may be left out altogether', () => {
    const rest = servicesOf({ backend: null, admin: null, portal: null, docs: { image: 'r.example/docs:1' } });
    expect(rest.map(({ name }) => name)).toEqual(['docs']);
  });

  test('say who is called where it is written, even if nobody is there: a rule answers', () => {
    expect(problemsOf({ admin: null, portal: { calls: ['admin'] } })).toEqual([
      'services.portal.calls.0: "admin" is not a service; services are backend, portal',
    ]);
  });

  test('may become workers, when nothing of the web is left', () => {
    expect(problemsOf({ portal: { kind: 'worker' } })).toEqual(
      ['subdomain', 'listenerPriority'].map(
        (field) => expect.stringMatching(`^services\\.portal\\.${field}: unknown field; .*fields are kind, port, `) as string,
      ),
    );
  });
});

describe('what is refused', () => {
  test.each([
    [{ admin: { port: 80 } }, 'services.admin.port: must be 1024 or more: nothing runs as root; got 80'],
    [{ backend: { replicas: { min: '3' } } }, 'services.backend.replicas.min: must be a number; got "3"'],
    [
      { portal: { settings: { 'log-level': 'debug' } } },
      expect.stringMatching(/^services\.portal\.settings\.log-level: must be the name of a variable/) as string,
    ],
    [
      { backend: { subdomains: 'api' } },
      expect.stringMatching(/^services\.backend\.subdomains: unknown field; did you mean subdomain\?; fields are kind, /) as string,
    ],
    [{ backend: 7 }, expect.stringMatching(/^services\.backend: .*; got 7$/) as string],
    [{ docs: 'r.example/docs:1' }, expect.stringMatching(/^services\.docs: .*; got "r\.example\/docs:1"$/) as string],
    [{ docs: { path: '/docs/' } }, 'services.docs.path: must not end with a slash; got "/docs/"'],
    [{ docs: { kind: 'cron' } }, 'services.docs.kind: must be { kind: "web", … } or { kind: "worker", … }; got "cron"'],
    [{ docs: { links: ['backend', 'backend'] } }, 'services.docs.links: must name each once; got a list'],
    [{ docs: { egress: [{ to: 'intranet', why: 'no such place' }] } }, 'services.docs.egress.0.to: must be "internet"; got "intranet"'],
    [{ Docs: {} }, expect.stringMatching(/^services\.Docs: must be lower-case letters, digits and hyphens/) as string],
    [
      { 'a-name-that-is-too-long': {} },
      expect.stringMatching(/^services\.a-name-that-is-too-long: must have 20 characters at most/) as string,
    ],
  ])('%j, where it stands', (services, line) => {
    expect(problemsOf(services)).toEqual([line]);
  });

  test('a name that no object can have is not passed over', () => {
    const services: unknown = JSON.parse('{"__proto__": {"image": "r.example/x:1"}}');
    expect(problemsOf(services)).toEqual(['services.__proto__: is no name; leave it out']);
  });

  test.each([[[]], ['x'], [7], [null]])('services: %j, in one line', (services) => {
    expect(problemsOf(services)).toEqual([expect.stringMatching(/^services: .*; got /)]);
  });

  test('a name that every object has is a name like others', () => {
    expect(problemsOf({ constructor: { image: 'r.example/x:1' } })).toEqual([]);
    expect(serviceOf('constructor', { constructor: {} } as never).front?.hosts).toEqual(['constructor.openrouter.ai']);
  });
});
