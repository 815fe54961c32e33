/** Limits of the edge where none are configured: those of the services, as far as the plan has rules. */
import { rateLimitsOf, type CloudflarePlan } from '../../../config/cdn';
import type { ServicesInput } from '../../../config/services';
import { routesOf } from '../../support/services';

const limits = (plan: CloudflarePlan, rows: ServicesInput = {}) => rateLimitsOf({ plan, rateLimits: null }, routesOf(rows));
const names = (plan: CloudflarePlan, rows: ServicesInput = {}) => limits(plan, rows).map(({ name }) => name);

const minute = { periodSeconds: 60, timeoutSeconds: 60, action: 'block' };
const api = { ...minute, name: 'api', service: 'backend', path: '/v1', requests: 6000 };
const portal = { ...minute, name: 'portal', service: 'portal', path: '/', requests: 1200 };
const admin = { ...minute, name: 'admin', service: 'admin', path: '/', requests: 600 };

test.each([
  ['free', [{ ...api, service: null, requests: 1000, periodSeconds: 10, timeoutSeconds: 10 }]],
  ['pro', [api, portal]],
  ['business', [api, portal, admin]],
  ['enterprise', [api, portal, admin]],
] as const)('%s', (plan, expected) => {
  expect(limits(plan)).toEqual(expected);
});

test('what is configured stands alone', () => {
  const own = { ...portal, name: 'own', action: 'block' as const };
  expect(rateLimitsOf({ plan: 'free', rateLimits: [own] }, routesOf())).toEqual([own]);
  expect(rateLimitsOf({ plan: 'free', rateLimits: [] }, routesOf())).toEqual([]);
});

test('services that are added have theirs, before hosts that let in named people only', () => {
  const rows: ServicesInput = {
    docs: { edgeLimit: { requests: 100, path: '/search' } },
    ops: { fenced: true },
    indexer: { kind: 'worker' },
  };
  expect(names('business', rows)).toEqual(['api', 'portal', 'docs', 'admin', 'ops']);
  expect(names('pro', rows)).toEqual(['api', 'portal']);
  expect(limits('business', rows)[2]).toEqual({ ...minute, name: 'docs', service: 'docs', path: '/search', requests: 100 });
});

test('null is none, and its place is another’s', () => {
  expect(names('pro', { portal: { edgeLimit: null } })).toEqual(['api', 'admin']);
  expect(names('business', { backend: null })).toEqual(['portal', 'admin']);
});

test('a limit for a shorter period is rounded up: nobody is held off who keeps to it', () => {
  expect(limits('free', { backend: { edgeLimit: { requests: 7 } } })[0]).toMatchObject({ requests: 2, periodSeconds: 10 });
});
