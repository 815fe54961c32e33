/** The addresses of every environment are those that are committed: a changed one is a resource that is destroyed and made anew. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentNames } from '../support/environments';
import { addressesOf, compareAddresses, explain } from '../support/invariants/addresses';
import { synthesisOf } from '../support/invariants/synthesis';

describe.each(environmentNames)('the environment %s', (name) => {
  const shown = `__tests__/stacks/addresses/${name}.txt`;
  const file = path.join(__dirname, 'addresses', `${name}.txt`);
  const read = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);

  test('has the committed addresses', () => {
    const synthesis = synthesisOf(name);
    const difference = compareAddresses(read(), synthesis);
    if (process.env['UPDATE_ADDRESSES'] === '1' && difference.lost.length === 0) {
      writeFileSync(file, `${addressesOf(synthesis).join('\n')}\n`);
    }
    expect(explain(compareAddresses(read(), synthesis), shown)).toBe('');
  });

  test('has a sorted list, each address once', () => {
    expect(read()).toEqual([...new Set(read())].sort());
  });
});

describe('a changed address', () => {
  const committed = addressesOf(synthesisOf('local'));
  const against = (list: readonly string[]) => explain(compareAddresses(list, synthesisOf('local')), 'the list');

  test('of what holds data says what would be lost and how to keep it', () => {
    expect(against(['local-platform kubernetes_namespace_v1.Space', ...committed])).toBe(
      [
        'local-platform kubernetes_namespace_v1.Space is gone: Terraform would destroy it, and with it everything in it.',
        "  If it has another address now, call .moveFromId('kubernetes_namespace_v1.Space') on the resource it has become.",
        '  If it shall be lost, remove the line from the list by hand.',
      ].join('\n'),
    );
  });

  test('of a generated secret does so too', () => {
    expect(against(['local-app kubernetes_secret_v1.Old', ...committed])).toContain('the only copy of its values');
  });

  test('of anything else says how to write the list', () => {
    const service = 'local-app kubernetes_service_v1.AppTier_Admin_Service';
    const list = committed.map((line) => (line === service ? 'local-app kubernetes_service_v1.Admin' : line));
    expect(against(list)).toBe(
      [
        'the list is not what is synthesized; if that is meant, write it with UPDATE_ADDRESSES=1 npx jest addresses:',
        '- local-app kubernetes_service_v1.Admin',
        `+ ${service}`,
      ].join('\n'),
    );
  });

  test('is one in another state as well', () => {
    const list = committed.map((line) => line.replace('local-platform kubernetes_namespace', 'local-data kubernetes_namespace'));
    expect(against(list)).toMatch(/^local-data kubernetes_namespace_v1\.Namespace is gone/);
    expect(against(list)).toContain('+ local-platform kubernetes_namespace_v1.Namespace');
  });
});

describe('what moves', () => {
  /** A state whose namespace was called otherwise, in the form `moveFromId` writes: calling it would need Terraform. */
  const movedFrom = (id: string) => {
    const json = {
      resource: { kubernetes_namespace_v1: { New: {} }, kubernetes_config_map_v1: { Config: {} } },
      moved: [{ from: `kubernetes_namespace_v1.${id}`, to: 'kubernetes_namespace_v1.New' }],
    };
    return { stacks: [{ name: 'local-platform', json, text: JSON.stringify(json) }] };
  };
  const committed = ['local-platform kubernetes_config_map_v1.Config', 'local-platform kubernetes_namespace_v1.Old'];

  test('and says so is a line to write, and nothing is lost', () => {
    expect(compareAddresses(committed, movedFrom('Old'))).toEqual({
      lost: [],
      changed: ['+ local-platform kubernetes_namespace_v1.New', '- local-platform kubernetes_namespace_v1.Old'],
    });
  });

  test('from another address does not save this one', () => {
    expect(compareAddresses(committed, movedFrom('Other')).lost).toEqual(['local-platform kubernetes_namespace_v1.Old']);
  });

  test.each([
    [false, []],
    [true, ['local-platform kubernetes_namespace_v1.Old']],
  ])('and what is removed is lost unless it is forgotten: destroy %s', (destroy, lost) => {
    const json = { resource: {}, removed: [{ from: 'kubernetes_namespace_v1.Old', lifecycle: { destroy } }] };
    const stacks = [{ name: 'local-platform', json, text: JSON.stringify(json) }];
    expect(compareAddresses(committed, { stacks }).lost).toEqual(lost);
  });
});
