/** What has to hold of the services, and between them and the rest: each rule is fed what breaks it, and only that is reported. */
import { readEnvironment } from '../../../config/load/read-environment';
import { local } from '../../support/environments';

const box = (name: string, changes: object) => ({ [name]: { ...(local()[name] as object), ...changes } });
const problemsOf = (change: object) => {
  const read = readEnvironment(local(change));
  return 'problems' in read ? read.problems : [];
};
const images = { services: { backend: { image: 'r.example/b:1' }, admin: { image: 'r.example/a:1' }, portal: { image: 'r.example/p:1' } } };
const worker = { kind: 'worker', image: 'r.example/indexer:1' };

type Violation = readonly [rule: string, change: object, path: string, message: RegExp];

const violations: readonly Violation[] = [
  [
    'hosts are distinct',
    { services: { admin: { host: 'api.openrouter.ai' } } },
    'services.admin.host',
    /^duplicate host: api\.openrouter\.ai is also that of backend; /,
  ],
  ['derived variables are not set', { services: { portal: { settings: { PORT: '1' } } } }, 'services.portal.settings.PORT', /derived/],
  [
    'generated secrets are not set, nor their previous values',
    { services: { backend: { settings: { PREVIOUS_SESSION_SIGNING_KEY: 'x' } } } },
    'services.backend.settings.PREVIOUS_SESSION_SIGNING_KEY',
    /derived/,
  ],
  [
    'a stand-in is for a laptop',
    { ...box('postgres', { maxConnections: 500 }), sizing: 'minimum', services: { ...images.services, admin: {} } },
    'services.admin.image',
    /only sizing "laptop"/,
  ],
  [
    'a service with a database has connections',
    { services: { backend: { databasePool: 0 } } },
    'services.backend.databasePool',
    /1 or more/,
  ],
  ['a service without one has none', { services: { admin: { databasePool: 1 } } }, 'services.admin.databasePool', /must be 0/],
  [
    'a pod may go without taking the service along',
    { services: { admin: { replicas: { min: 1 } } } },
    'services.admin.replicas.min',
    /2 or more.*got 1/,
  ],
  ['pods fit their tier', { services: { admin: { replicas: { max: 3 } } } }, 'services.admin.replicas.max', /^3 pods exceed the 2 that/],
  [
    'there are not fewer at most than at least',
    { services: { backend: { replicas: { max: 2 } } } },
    'services.backend.replicas',
    /at least 3 but at most 2/,
  ],
  [
    'smaller limits make room, larger ones take it',
    { services: { admin: { resources: { memoryLimitMiB: 512 } } } },
    'services.admin.replicas',
    /at least 2 but at most 1/,
  ],
  [
    'a request is within its limit',
    { services: { admin: { resources: { memoryRequestMiB: 300 } } } },
    'services.admin.resources.memoryRequestMiB',
    /must not exceed the limit/,
  ],
  [
    'so is that of the CPU',
    { services: { portal: { resources: { cpuRequestMillis: 251 } } } },
    'services.portal.resources.cpuRequestMillis',
    /must not exceed the limit/,
  ],
  [
    'a derived variable is not set, also not that of a service that is added',
    { services: { docs: {}, portal: { settings: { DOCS_URL: 'x' } } } },
    'services.portal.settings.DOCS_URL',
    /^is derived by the program; remove it$/,
  ],
  [
    'a derived variable is not generated',
    { services: { portal: { generatedSecrets: ['REDIS_URL'] } } },
    'services.portal.generatedSecrets',
    /^REDIS_URL is derived by the program; choose another name$/,
  ],
  [
    'an alias is nobody else’s host',
    { services: { docs: { aliases: ['www.docs.example', 'api.openrouter.ai'] } } },
    'services.docs.aliases',
    /^duplicate host: api\.openrouter\.ai is also that of backend; /,
  ],
  [
    'an alias is not the service’s own host again',
    { services: { docs: { aliases: ['docs.openrouter.ai'] } } },
    'services.docs.aliases',
    /^duplicate host: docs\.openrouter\.ai is also that of docs; /,
  ],
  [
    'a path below a host is one service’s',
    { services: { docs: { host: 'openrouter.ai', path: '/docs' }, help: { host: 'openrouter.ai', path: '/docs' } } },
    'services.help.host',
    /^duplicate host: openrouter\.ai\/docs is also that of docs; /,
  ],
  [
    'the rest of a host has somebody who answers',
    { services: { docs: { host: 'help.openrouter.ai', path: '/docs' } } },
    'services.docs.path',
    /^\/docs lies below help\.openrouter\.ai, which no service answers as a whole; /,
  ],
  [
    'so has that of an alias',
    { services: { docs: { host: 'openrouter.ai', aliases: ['help.openrouter.ai'], path: '/docs' } } },
    'services.docs.path',
    /lies below help\.openrouter\.ai/,
  ],
  ...['redis', 'prometheus', 'internet', 'stand-in'].map((name): Violation => [
    'a service is not called after a component',
    { services: { [name]: {} } },
    `services.${name}`,
    /^is the name of a component of this program; choose another one$/,
  ]),
  ['nor does its name begin with one', { services: { 'postgres-proxy': {} } }, 'services.postgres-proxy', /name of a component/],
  ...['http', 'nowhere', 'trust-store'].map((name): Violation => [
    'nor after what stands beside services',
    { services: { [name]: {} } },
    `services.${name}`,
    /name of a component/,
  ]),
  [
    'a service is not called after a store’s variables',
    { services: { database: {} } },
    'services.database',
    /^makes a variable DATABASE_URL, which is that of a store; /,
  ],
  [
    'two names are two names without hyphens, too',
    { services: { 'web-1': {}, web1: {} } },
    'services.web1',
    /^differs from "web-1" in hyphens only; /,
  ],
  ...['config', 'secrets', 'binding'].map((ending): Violation => [
    'a service is not called after what belongs to another',
    { services: { [`backend-${ending}`]: {} } },
    `services.backend-${ending}`,
    /^is the name of what belongs to "backend"; /,
  ]),
  [
    'two aliases are told apart by more than dots',
    { services: { docs: { aliases: ['a-b.example', 'a.b.example'] } } },
    'services.docs.aliases',
    /^a\.b\.example: what is made for it would have the name of what is made for a-b\.example; /,
  ],
  [
    'what is made for an alias is not called after another service',
    { services: { docs: { aliases: ['x.io'] }, 'docs-x-io': {} } },
    'services.docs.aliases',
    /^x\.io: what is made for it would have the name of what is made for docs-x-io\.openrouter\.ai; /,
  ],
  [
    'a host is fenced as a whole',
    { services: { docs: { host: 'admin.openrouter.ai', path: '/docs' } } },
    'services.docs.fenced',
    /^must be true, as that of admin on the same host$/,
  ],
  [
    'who is called is there',
    { services: { docs: { calls: ['backend', 'search'] } } },
    'services.docs.calls.1',
    /^"search" is no service; services are backend, admin, portal, docs$/,
  ],
  [
    'who is linked to is there',
    { services: { docs: { links: ['search'] } } },
    'services.docs.links.0',
    /^"search" is no service; services are backend, admin, portal, docs$/,
  ],
  [
    'nobody calls a worker',
    { services: { docs: { calls: ['indexer'] }, indexer: worker } },
    'services.docs.calls.0',
    /^"indexer" is a worker: nobody can call it$/,
  ],
  [
    'nobody links to a worker',
    { services: { docs: { links: ['indexer'] }, indexer: worker } },
    'services.docs.links.0',
    /^"indexer" is a worker: it has no host$/,
  ],
  ['no service calls itself', { services: { docs: { calls: ['docs'] } } }, 'services.docs.calls.0', /^is the service itself; remove it$/],
  [
    'the migration is of a service that is there',
    { migration: { service: 'search' } },
    'migration.service',
    /^"search" is no service; services are backend, admin, portal$/,
  ],
  [
    'it is not of one that is left out',
    { services: { backend: null } },
    'migration.service',
    /^"backend" is no service; services are admin, portal$/,
  ],
  [
    'a stand-in runs no command',
    { services: { docs: { command: ['/bin/docs'] } } },
    'services.docs.image',
    /^null means a stand-in, .* runs no command; name an image$/,
  ],
  [
    'a stand-in answers on a port',
    { services: { indexer: { kind: 'worker', port: null, check: ['true'] } } },
    'services.indexer.image',
    /^null means a stand-in, which answers health paths on a port /,
  ],
  [
    'a process that listens nowhere is asked by a program',
    { services: { indexer: { ...worker, port: null } } },
    'services.indexer.check',
    /^is required where port is null/,
  ],
  [
    'metrics need a port',
    { services: { indexer: { ...worker, port: null, check: ['true'], metrics: '/metrics' } } },
    'services.indexer.metrics',
    /^needs a port on which they are read$/,
  ],
];

test.each(violations)('%s', (_, change, path, message) => {
  expect(problemsOf(change)).toEqual([{ path, message: expect.stringMatching(message) as string }]);
});

test.each([
  ['a path below a host that another service answers', { docs: { host: 'openrouter.ai', path: '/docs' } }],
  ['two paths below one host', { docs: { host: 'openrouter.ai', path: '/docs' }, help: { host: 'openrouter.ai', path: '/help' } }],
  ['a name that a component’s name begins with', { post: {}, redistribution: {} }],
  ['a worker with a port, whose paths are asked', { indexer: worker }],
  ['a worker without one, with a program that is asked', { indexer: { ...worker, port: null, check: ['/bin/check'] } }],
  ['a default service less', { portal: null }],
])('is allowed: %s', (_, services) => {
  expect(problemsOf({ services })).toEqual([]);
});

test('of a worker that listens nowhere everything that it lacks is said', () => {
  expect(problemsOf({ services: { indexer: { ...worker, port: null, metrics: '/metrics' } } }).map(({ path }) => path)).toEqual([
    'services.indexer.check',
    'services.indexer.metrics',
  ]);
});
