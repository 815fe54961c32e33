/** Whom the roles trust, and for how long. */
import { automationRoleArn } from '../../../config/bootstrap';
import { bootstrap, bootstrapConfig, refused, repository } from './bootstrap.fixture';
import { statements } from '../network/network.fixture';

const usual = bootstrap();

describe('GitHub', () => {
  const trust = (role: string, of = usual) =>
    statements(of.resource('aws_iam_role', `Bootstrap_${role}`)['assume_role_policy'])['Workflows'];
  const subjects = (role: string, of = usual) =>
    (trust(role, of)?.Condition as { StringEquals: Record<string, unknown> }).StringEquals['token.actions.githubusercontent.com:sub'];
  const both = (...contexts: readonly string[]) =>
    contexts.flatMap((context) => [`repo:openrouter/infrastructure:${context}`, `repo:openrouter@123/infrastructure@456:${context}`]);
  const shared = bootstrap(bootstrapConfig({ productionSecrets: false, environments: ['staging', 'preview'] }));

  test('is an identity provider for tokens that are meant for AWS', () => {
    expect(usual.resource('aws_iam_openid_connect_provider', 'Bootstrap_Github')).toEqual({
      url: 'https://token.actions.githubusercontent.com',
      client_id_list: ['sts.amazonaws.com'],
    });
  });

  test('that the account has already is used as it is', () => {
    const existing = bootstrap(bootstrapConfig({ github: { ...repository, provider: 'existing' } }));
    expect(existing.ids('aws_iam_openid_connect_provider')).toEqual([]);
    expect(trust('PlanRole', existing)?.Principal).toEqual({
      Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
    });
  });

  test.each(['PlanRole', 'ApplyRole'])('takes the %s with tokens of this provider for AWS alone, compared as a whole', (role) => {
    expect(trust(role)).toMatchObject({
      Effect: 'Allow',
      Principal: { Federated: '${aws_iam_openid_connect_provider.Bootstrap_Github.arn}' },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
    });
    expect(Object.keys(trust(role)?.Condition ?? {})).toEqual(['StringEquals']);
    expect(JSON.stringify(subjects(role))).not.toMatch(/[*?]/);
  });

  test('plans production from environments only, in both formats of a subject', () => {
    expect(subjects('PlanRole')).toEqual(both('environment:production-plan', 'environment:production-main'));
  });

  test('plans every pull request only where there are no secrets of production', () => {
    expect(subjects('PlanRole', shared)).toEqual(
      both('environment:staging-plan', 'environment:staging-main', 'environment:preview-plan', 'environment:preview-main', 'pull_request'),
    );
    expect(usual.text).not.toContain('pull_request');
  });

  test('applies from the environments that reviewers open, never from a pull request', () => {
    expect(subjects('ApplyRole')).toEqual(both('environment:production'));
    expect(subjects('ApplyRole', shared)).toEqual(both('environment:staging', 'environment:preview'));
  });

  test('has an hour for a plan, and three for an apply that makes a cluster', () => {
    const seconds = (role: string) => usual.resource('aws_iam_role', `Bootstrap_${role}`)['max_session_duration'];
    expect([seconds('PlanRole'), seconds('ApplyRole')]).toEqual([3600, 10_800]);
  });

  test('is trusted in no more characters than AWS takes, by the longest names that config takes', () => {
    const administrators = [`arn:aws:iam::111122223333:role/${'x'.repeat(256)}`];
    const longest = (letters: string, length: number) => ({
      administrators: length === 5 ? administrators : [],
      environments: [...letters].map((letter) => letter.repeat(20)),
      github: { owner: 'o'.repeat(39), ownerId: 999_999_999, repository: 'r'.repeat(length), repositoryId: 9_999_999_999 },
    });
    expect(refused(longest('abcde', 40))).toContain('environments: are too many for names as long as these');
    const fits = ['abcde', 'abcd', 'abc', 'ab', 'a'].flatMap((letters) =>
      [100, 80, 60, 40, 20, 5].filter((length) => refused(longest(letters, length)) === '').map((length) => longest(letters, length)),
    );
    expect(fits.length).toBeGreaterThan(5);
    for (const fields of fits) {
      const of = bootstrap(bootstrapConfig(fields));
      for (const role of ['PlanRole', 'ApplyRole']) {
        const policy = String(of.resource('aws_iam_role', `Bootstrap_${role}`)['assume_role_policy']);
        expect(policy.replace('${aws_iam_openid_connect_provider.Bootstrap_Github.arn}', 'x'.repeat(80)).length).toBeLessThanOrEqual(2048);
      }
    }
  });

  test('lets nobody take a role by hand unless somebody is named, and those take the role that applies alone', () => {
    const administrators = ['arn:aws:iam::111122223333:role/administrator', 'arn:aws:iam::111122223333:user/first'];
    const of = bootstrap(bootstrapConfig({ administrators }));
    const byHand = (role: string, written = of) =>
      statements(written.resource('aws_iam_role', `Bootstrap_${role}`)['assume_role_policy'])['ByHand'];
    expect(byHand('ApplyRole')).toEqual({ Sid: 'ByHand', Effect: 'Allow', Principal: { AWS: administrators }, Action: ['sts:AssumeRole'] });
    expect([byHand('PlanRole'), byHand('ApplyRole', usual)]).toEqual([undefined, undefined]);
  });

  test('finds the roles by the names that environments know', () => {
    expect(usual.built.roleArns).toEqual({
      plan: automationRoleArn('111122223333', 'plan'),
      apply: 'arn:aws:iam::111122223333:role/massrouter-apply',
    });
    expect(usual.resource('aws_iam_role', 'Bootstrap_PlanRole')['name']).toBe('massrouter-plan');
  });
});
