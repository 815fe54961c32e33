/**
 * The roles of the workflows can do what Terraform's provider does with everything that is synthesized, and are given nothing that it does not do.
 * A type that has no row here fails: look its calls up before it is used.
 */
import path from 'node:path';
import { loadProgram, type AwsEnvironment, type BootstrapConfig } from '../../config';
import { environmentNames, stacksOf, type SynthesizedStack } from '../support/environments';
import { rows } from '../support/iam/calls';
import { concerns, listOf, type PolicyStatement } from '../support/iam/evaluate';
import { needsOf, unknownTypes, unmet, type Need } from '../support/iam/needs';
import { placesOf } from '../support/iam/references';
import { roleStatements, STATE_KEY } from '../support/iam/roles';
import { stateNeeds } from '../support/iam/state-needs';
import { filesBelow } from '../support/invariants/synthesis';

const { bootstraps, environments } = loadProgram([]);
const onAws = environments.filter((environment): environment is AwsEnvironment => environment.target === 'aws');

const bootstrapOf = ({ name, aws }: AwsEnvironment): BootstrapConfig => {
  const config = bootstraps.find(({ accountId, environments: names }) => accountId === aws.accountId && names.includes(name));
  if (config === undefined) throw new Error(`no bootstrap names ${name}`);
  return config;
};

const subjects = onAws.map((environment) => {
  const { name, aws } = environment;
  const stacks = stacksOf(name);
  const world = (some: readonly SynthesizedStack[]) => ({ stacks: some, rows, accountId: aws.accountId, region: aws.region });
  return {
    name,
    stacks,
    world,
    needs: [...needsOf(world(stacks)), ...stateNeeds(stacks, STATE_KEY, aws.region)],
    plan: roleStatements(bootstrapOf(environment), 'PlanRole'),
    apply: roleStatements(bootstrapOf(environment), 'ApplyRole'),
  };
});

const reads = (needs: readonly Need[]) => needs.filter(({ phase }) => phase === 'read');

/** Actions that are given and that no call of these environments needs, with the reason. */
const KEPT: Readonly<Record<string, string>> = {
  'ReadConfiguration: iam:ListRoleTags': 'how the provider looks for the tags of a role that its first answer did not bring (iam/tags.go)',
};

/** What a statement allows by each of its actions, to say which nothing needs. */
const given = (role: readonly PolicyStatement[]) =>
  role
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => listOf(statement.Action).map((action) => ({ action, statement: { ...statement, Action: [action] } })));

const idle = (role: readonly PolicyStatement[], needs: readonly Need[]): readonly string[] =>
  given(role)
    .filter(({ statement }) => !needs.some(({ action, resource }) => concerns(statement, action, resource)))
    .map(({ action, statement }) => `${statement.Sid}: ${action}`)
    .filter((line) => !(line in KEPT));

test('there are environments on AWS', () => {
  expect(subjects.map(({ name }) => name)).toEqual(onAws.map(({ name }) => name));
  expect(subjects.length).toBeGreaterThan(1);
  expect(environmentNames.length).toBeGreaterThan(subjects.length);
});

describe.each(subjects)('$name', ({ stacks, world, needs, plan, apply }) => {
  test('has nothing whose calls nobody looked up', () => {
    expect(unknownTypes(stacks, rows)).toEqual([]);
  });

  test('is planned by a role that may read all of it', () => {
    expect(unmet(reads(needs), plan)).toEqual([]);
  });

  test('is applied by a role that may make, change and remove all of it', () => {
    expect(unmet(needs, apply)).toEqual([]);
  });

  test('needs every action that its roles are given', () => {
    expect([...idle(plan, reads(needs)), ...idle(apply, needs)]).toEqual([]);
  });

  test('is looked at as a whole: every resource needs something', () => {
    const made = stacks
      .flatMap(placesOf)
      .map(({ stack, block, type, id }) => `${stack.name}: ${block === 'resource' ? '' : `${block}.`}${type}.${id}`);
    const seen = new Set(needs.map(({ of }) => of));
    expect(made.filter((one) => !seen.has(one))).toEqual([]);
    expect(made.length).toBeGreaterThan(200);
    expect(world(stacks).stacks).toHaveLength(8);
  });
});

describe('is not taken for allowed or for known', () => {
  const [subject] = subjects;
  if (subject === undefined) throw new Error('no environment on AWS');
  const { name, stacks, world, needs, plan, apply } = subject;

  /** The environment with one resource's attributes changed. */
  const edited = (type: string, change: (body: Readonly<Record<string, unknown>>) => object) =>
    needsOf(
      world(
        stacks.map((stack) => ({
          ...stack,
          json: {
            ...stack.json,
            resource: {
              ...stack.json.resource,
              [type]: Object.fromEntries(
                Object.entries(stack.json.resource?.[type] ?? {}).map(([id, body]) => [id, { ...body, ...change(body) }]),
              ),
            },
          },
        })),
      ),
    );

  const without = (role: readonly PolicyStatement[], action: string): readonly PolicyStatement[] =>
    role.map((statement) => ({
      ...statement,
      ...(statement.Action === undefined ? {} : { Action: listOf(statement.Action).filter((one) => one !== action) }),
    }));

  test.each([
    [
      'ListSecretVersionIds of a plan',
      () => unmet(reads(needs), without(plan, 'secretsmanager:ListSecretVersionIds')),
      /secret_version\..*read needs secretsmanager:ListSecretVersionIds/,
    ],
    [
      'the private name of an endpoint',
      () => unmet(needs, without(apply, 'route53:AssociateVPCWithHostedZone')),
      /vpc_endpoint\..*create needs route53:Associate/,
    ],
    [
      'the lock of a state',
      () =>
        unmet(
          reads(needs),
          plan.filter(({ Sid }) => Sid !== 'LockStates'),
        ),
      /its state: read needs s3:PutObject on .*\.tflock/,
    ],
    [
      'a bucket of another name',
      () =>
        unmet(
          edited('aws_s3_bucket', () => ({ bucket: 'ledger' })),
          apply,
        ),
      /create needs s3:CreateBucket on arn:aws:s3:::ledger/,
    ],
    [
      'a role of another name',
      () =>
        unmet(
          edited('aws_iam_role', () => ({ name: 'admin' })),
          apply,
        ),
      /needs iam:PassRole on arn:aws:iam::\d+:role\/admin/,
    ],
    [
      'a key that is gone within a week',
      () =>
        unmet(
          edited('aws_kms_key', () => ({ deletion_window_in_days: 7 })),
          apply,
        ),
      /delete needs kms:ScheduleKeyDeletion/,
    ],
    [
      'a key whose own policy forgets something',
      () =>
        unmet(
          edited('aws_kms_key', ({ policy }) => ({ policy: String(policy).replace('"kms:TagResource",', '') })),
          apply,
        ),
      /kms:TagResource on .*, allowed by no policy of the key/,
    ],
    [
      'another region',
      () => unmet(needsOf({ ...world(stacks), region: 'eu-west-1' }), apply),
      /needs ec2:CreateVpc on arn:aws:ec2:eu-west-1/,
    ],
    [
      'a role for a service that is not used',
      () =>
        unmet(
          needs.map((need) =>
            'iam:PassedToService' in need.context ? { ...need, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } } : need,
          ),
          apply,
        ),
      /needs iam:PassRole/,
    ],
  ])('%s', (_, lines, expected) => {
    expect(lines()).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  test('any action that is denied', () => {
    const actions = [...new Set(needs.map(({ action }) => action))];
    const missed = actions.filter((action) => {
      const denied = [...apply, { Effect: 'Deny', Action: action, Resource: '*' }];
      return (
        unmet(
          needs.filter((need) => need.action === action),
          denied,
        ).length === 0
      );
    });
    expect(missed).toEqual([]);
    expect(actions.length).toBeGreaterThan(200);
  });

  test('a type without a row', () => {
    const others = Object.fromEntries(Object.entries(rows).filter(([type]) => type !== 'aws_eip'));
    expect(unknownTypes(stacks, others)).toEqual(expect.arrayContaining([expect.stringMatching(/aws_eip\./)]));
  });

  test('an action that nothing needs', () => {
    const more = [...apply, { Sid: 'More', Effect: 'Allow', Action: ['sqs:SendMessage', 'ec2:*'], Resource: '*' }];
    expect(idle(more, needs)).toEqual(['More: sqs:SendMessage']);
  });

  test('a reference that leads nowhere', () => {
    expect(() => edited('aws_route', () => ({ route_table_id: '${aws_route_table.Nowhere.id}' }))).toThrow(
      `${name}-network: nothing known to be`,
    );
  });
});

test('every class of a resource of AWS that is imported has a row, in whatever configuration it is made', () => {
  const imported = ['constructs', 'stacks']
    .flatMap((directory) => Object.values(filesBelow(path.join(__dirname, '../..', directory))))
    .flatMap((text) => [...text.matchAll(/@cdktf\/provider-aws\/lib\/([\w-]+)/g)].map(([, file = '']) => file));
  const types = imported
    .map((file) => file.replace(/^data-aws-/, 'data.aws_').replace(/-/g, '_'))
    .map((type) => (type.startsWith('data.') ? type : `aws_${type}`));
  // The provider is no resource, and the account's identity provider is made by the administrator who applies the bootstrap.
  const others = ['aws_provider', 'aws_iam_openid_connect_provider'];
  expect([...new Set(types)].filter((type) => !(type in rows) && !others.includes(type))).toEqual([]);
  expect(types.length).toBeGreaterThan(60);
});
