/** No state reads an attribute that the pinned provider has deprecated: each read is a warning in every plan. */
import { environmentNames } from '../support/environments';
import { synthesisOf } from '../support/invariants/synthesis';

/** Attributes by type, with the provider's word. https://github.com/hashicorp/terraform-provider-aws/blob/v6.66.0/CHANGELOG.md */
const deprecated: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // 6.47.0
  aws_secretsmanager_secret_version: { arn: 'secret_arn' },
  // 6.0.0
  'data.aws_region': { name: 'region', id: 'region' },
};

const reads = (text: string): readonly string[] =>
  Object.entries(deprecated).flatMap(([type, attributes]) =>
    Object.entries(attributes)
      .filter(([attribute]) => new RegExp(`\\b${type.replace('.', '\\.')}\\.\\w+\\.${attribute}\\b`).test(text))
      .map(([attribute, instead]) => `${type}.${attribute}: read ${instead}`),
  );

test.each(environmentNames)('%s reads none', (name) => {
  expect(synthesisOf(name).stacks.flatMap(({ text }) => reads(text))).toEqual([]);
});

test('one that is read is found', () => {
  expect(reads('{"secret_id":"${aws_secretsmanager_secret_version.A_Version.arn}"}')).toEqual([
    'aws_secretsmanager_secret_version.arn: read secret_arn',
  ]);
  expect(reads('{"secret_id":"${aws_secretsmanager_secret_version.A_Version.secret_arn}"}')).toEqual([]);
});
