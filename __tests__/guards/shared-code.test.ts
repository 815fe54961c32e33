/** What runs on a laptop and in production is the same code: only boxes with engines of a cloud know the cloud. */
import path from 'node:path';
import { filesBelow } from '../support/invariants/synthesis';

const constructs = filesBelow(path.join(__dirname, '../../constructs'));
/** The bindings that a file imports. */
const bindingsIn = (text: string): readonly string[] => [...text.matchAll(/from '@cdktf\/provider-(\w+)\//g)].map(([, name = '']) => name);
const cloudsOf = (folder: string): readonly string[] =>
  Object.entries(constructs)
    .filter(([file]) => file.startsWith(`${folder}/`))
    .flatMap(([file, text]) => bindingsIn(text).flatMap((name) => (name === 'kubernetes' ? [] : [`${file}: ${name}`])));

test.each(['app-tier', 'kubernetes', 'mixin', 'terraform'])('%s knows no cloud', (folder) => {
  expect(Object.keys(constructs).some((file) => file.startsWith(`${folder}/`))).toBe(true);
  expect(cloudsOf(folder)).toEqual([]);
});

test.each([
  ['postgres', 'postgres/patroni'],
  ['redis', 'redis/redis-cluster'],
  ['object-storage', 'object-storage/versitygw'],
  ['load-balancer', 'load-balancer/nginx'],
])('%s knows one, but not in its engine for a cluster', (box, engine) => {
  expect(cloudsOf(box)).not.toEqual([]);
  expect(cloudsOf(engine)).toEqual([]);
});
