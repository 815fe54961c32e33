/**
 * The bootstrap and the environments of the program know each other by names alone: here they meet. What the roles may do with what is synthesized
 * is in guards/aws-calls.test.ts.
 */
import { loadEnvironments, type AwsEnvironment } from '../../../config';
import { automationRoleArn, stateBucketName } from '../../../config/bootstrap';
import { environmentNames, resourcesOf, stacksOf } from '../../support/environments';
import { allowedBy, bootstrap, bootstrapConfig, roleStatements } from './bootstrap.fixture';

const onAws = loadEnvironments(environmentNames).filter((environment): environment is AwsEnvironment => environment.target === 'aws');

test('there are environments to look at', () => {
  expect(onAws.length).toBeGreaterThan(0);
});

describe.each(onAws.map((environment) => [environment.name, environment] as const))('%s', (name, environment) => {
  const { accountId, region } = environment.aws;
  test('keeps its states where the bootstrap of its account made room, and is planned and applied by its roles', () => {
    expect(environment.state).toMatchObject({ backend: 's3', bucket: stateBucketName({ accountId, region }), region });
    expect(environment.aws.automation).toMatchObject({
      planRole: automationRoleArn(accountId, 'plan'),
      applyRole: automationRoleArn(accountId, 'apply'),
    });
  });

  test('is none that another environment’s role could touch', () => {
    const other = roleStatements(bootstrap(bootstrapConfig({ accountId, region, environments: ['other'] })), 'ApplyRole');
    const buckets = stacksOf(name)
      .flatMap(resourcesOf)
      .filter(({ type }) => type === 'aws_s3_bucket')
      .map(({ body }) => `arn:aws:s3:::${String(body['bucket'])}`);
    expect(buckets.length).toBeGreaterThan(0);
    expect(buckets.filter((bucket) => allowedBy(other, 's3:DeleteBucket', bucket).length > 0)).toEqual([]);
  });
});
