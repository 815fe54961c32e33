import { readFileSync } from 'node:fs';
import path from 'node:path';
import { configurationPage, currentPage, losesData } from '../../scripts/config-docs';
import { coveragePage } from '../../scripts/coverage-docs';

const text = { type: 'string', description: 'some text' };
const target = { const: 'kubernetes', description: 'where it runs' };
const page = (properties: object, required: readonly string[] = []) =>
  configurationPage({ properties: { target, ...properties }, required });
/** The cells of the row of a field. */
const row = (markdown: string, field: string) =>
  markdown
    .split('\n')
    .find((line) => line.startsWith(`| \`${field}\` `))
    ?.split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
    .slice(2, -1);

describe('docs/configuration.md', () => {
  it('is what the schema says; `npm run docs` writes it', () => {
    expect(readFileSync(path.join(__dirname, '../../docs/configuration.md'), 'utf8')).toBe(currentPage());
  });
});

test.each([
  ...['name', 'namespace.name', 'postgres', 'redis', 'objectStorage', 'aws.accountId', 'aws.region', 'generation'],
  ...['network.vpc {mode: create}.cidr', 'cluster {mode: create}.serviceCidr', 'redis {engine: elasticache}.port'],
  ...['redis {engine: redis-cluster}.shards', 'redis {engine: redis-cluster}.persistence', 'postgres {engine: aurora}.database'],
  ...['postgres {engine: patroni}.database', 'objectStorage {engine: versitygw}.buckets'],
])('%s is marked: changing it replaces something that holds data', (field) => {
  expect(currentPage()).toContain(`| \`${field}\` **⚠** `);
});

test.each(['Changing it replaces the cluster and loses its data.', 'TCP port. Changing it makes another, empty bucket.'])(
  '%s marks',
  (text) => {
    expect(losesData(text)).toBe(true);
  },
);

test.each(['Changing it replaces the rule.', 'Data. Changing it rolls the pods.'])('%s does not', (text) => {
  expect(losesData(text)).toBe(false);
});

describe('docs/coverage.md', () => {
  it('is what the rules say; `npm run docs` writes it', () => {
    expect(readFileSync(path.join(__dirname, '../../docs/coverage.md'), 'utf8')).toBe(coveragePage());
  });
});

describe('the page of the configuration', () => {
  it('gives type, range, default and description', () => {
    const port = { type: 'integer', minimum: 1, maximum: 65535, default: 5432, description: 'TCP port' };
    expect(row(page({ port }), 'port')).toEqual(['`integer 1 to 65535`', '`5432`', 'TCP port']);
  });

  it('says what is required', () => {
    expect(row(page({ host: text }, ['host']), 'host')).toEqual(['`string`', 'required', 'some text']);
    expect(row(page({ host: text }), 'host')).toEqual(['`string`', 'see description', 'some text']);
  });

  it('lists the fields of each member of a union', () => {
    const member = (engine: string) => ({ properties: { engine: { const: engine, description: 'engine' }, [`${engine}Host`]: text } });
    const markdown = page({ postgres: { oneOf: [member('external'), member('aurora')], description: 'database' } });
    expect(row(markdown, 'postgres {engine: external}.externalHost')).toBeDefined();
    expect(row(markdown, 'postgres {engine: aurora}.auroraHost')).toBeDefined();
  });

  it('goes into nullable objects, lists and records, and escapes the separator', () => {
    const object = { properties: { host: text } };
    const markdown = page({
      origin: { anyOf: [object, { type: 'null' }], description: 'one' },
      list: { type: 'array', items: object, description: 'many' },
      named: { type: 'object', additionalProperties: object, description: 'by name' },
    });
    expect(row(markdown, 'origin')?.[0]).toBe('`object \\| null`');
    for (const field of ['origin.host', 'list[].host', 'named.<name>.host']) expect(row(markdown, field)).toBeDefined();
  });

  it('refuses a field without a description, at any depth', () => {
    expect(() => page({ postgres: { properties: { host: { type: 'string' } }, description: 'database' } })).toThrow(
      'config: postgres.host has no .describe()',
    );
  });
});
