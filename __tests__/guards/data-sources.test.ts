/** Whatever a state looks up it uses: a look-up costs time and a right at every plan, and one that fails stops it. */
import type { SynthesizedStack } from '../support/environments';
import { synthesisOf, titles, violations, type Guard } from '../support/invariants/synthesis';

/** Addresses of data sources that nothing in their state refers to. */
const unused: Guard = ({ json, text }) =>
  Object.entries((json['data'] ?? {}) as Readonly<Record<string, object>>).flatMap(([type, sources]) =>
    Object.keys(sources)
      .map((id) => `data.${type}.${id}`)
      .filter((address) => !new RegExp(`${address.replaceAll('.', '\\.')}(?![\\w-])`).test(text)),
  );

test.each(titles)('%s: every data source is used', (title) => {
  expect(violations(unused, synthesisOf(title))).toEqual([]);
});

test('one that nothing uses is found, also beside one whose name is longer', () => {
  const json = {
    data: { terraform_remote_state: { network: {}, 'network-old': {} } },
    resource: { aws_vpc: { Vpc: { id: '${data.terraform_remote_state.network-old.outputs.id}' } } },
  };
  const stack: SynthesizedStack = { name: 'production-app', text: JSON.stringify(json), json };
  expect(unused(stack, synthesisOf('production'))).toEqual(['data.terraform_remote_state.network']);
});
