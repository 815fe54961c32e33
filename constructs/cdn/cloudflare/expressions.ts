/** The language of Cloudflare's rules. https://developers.cloudflare.com/ruleset-engine/rules-language/ Pure functions of hosts, paths and ranges. */
import type { Route } from '../../../config';

const PATH = 'http.request.uri.path';

const quoted = (text: string): string => `"${text}"`;

/** Matches any of the hosts. With no hosts it is never true, so a rule for no host matches nothing. */
export const onHosts = (hosts: readonly string[]): string =>
  hosts.length === 0 ? 'false' : `http.host in {${hosts.map(quoted).join(' ')}}`;

const belowOf = (field: string, path: string): string =>
  path.endsWith('/')
    ? `starts_with(${field}, ${quoted(path)})`
    : `(${field} eq ${quoted(path)} or starts_with(${field}, ${quoted(`${path}/`)}))`;

/** Matches a path and everything below it: `/v1` does not match `/v10`. */
export const below = (path: string): string => belowOf(PATH, path);

/** The same, ignoring case. */
export const belowInAnyCase = (path: string): string => belowOf(`lower(${PATH})`, path.toLowerCase());

export const anyOf = (expressions: readonly string[]): string =>
  expressions.length === 1 ? (expressions[0] ?? '') : `(${expressions.join(' or ')})`;

export const allOf = (expressions: readonly string[]): string => expressions.join(' and ');

/** Matches addresses in none of the ranges. */
export const notFrom = (cidrs: readonly string[]): string => `not ip.src in {${cidrs.join(' ')}}`;

/** Matches requests that have a body. */
export const withBody = 'http.request.method in {"POST" "PUT" "PATCH"}';

/** Matches the hosts and paths that stream; null where nothing streams. */
export function streams(routes: readonly Route[]): string | null {
  const expressions = routes.filter(isApi).map(({ hosts, streamingPaths }) => allOf([onHosts(hosts), anyOf(streamingPaths.map(below))]));
  return expressions.length === 0
    ? null
    : anyOf(expressions.map((expression) => (expressions.length === 1 ? expression : `(${expression})`)));
}

/** Matches requests to the API, whose clients are programs and whose responses are streams. */
export const isApi = ({ streamingPaths }: Route): boolean => streamingPaths.length > 0;

const isFenced = ({ fenced }: Route): boolean => fenced;

const isPage = (route: Route): boolean => !isApi(route) && !isFenced(route);

const hosts = (routes: readonly Route[], is: (route: Route) => boolean): readonly string[] => [
  ...new Set(routes.filter(is).flatMap((route) => route.hosts)),
];

/** Hosts by their kind of client. */
export const hostsByVisitor = (routes: readonly Route[]) => ({
  all: hosts(routes, () => true),
  api: hosts(routes, isApi),
  fenced: hosts(routes, isFenced),
  pages: hosts(routes, isPage),
});
