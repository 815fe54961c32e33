/** What may be done to the states. */
import type { AutomationRole } from '../../config';
import type { Statement } from '../aws/policy';
import { bucketArns } from '../aws/private-bucket';

/** Terraform's lock: a file beside the state, made before a run and deleted after it. */
const LOCKS = '*.tflock';

/**
 * What nobody may do, whatever else they may: a state is the only record of what exists. Earlier versions of it go by the lifecycle alone.
 * The lock is the exception: Terraform deletes it itself.
 */
export function stateGuards(bucket: string, keyArn: string): readonly Statement[] {
  const [arn, objects] = bucketArns(bucket);
  return [
    {
      Sid: 'KeepStates',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:DeleteObject'],
      NotResource: `${arn}/${LOCKS}`,
    },
    { Sid: 'KeepVersions', Effect: 'Deny', Principal: '*', Action: ['s3:DeleteObjectVersion'], Resource: objects },
    // Terraform asks for AES256 when it is told to encrypt and not told with which key: it would go around the bucket's own key.
    {
      Sid: 'OwnKeyOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject'],
      Resource: objects,
      Condition: {
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        Null: { 's3:x-amz-server-side-encryption': 'false' },
      },
    },
    // Whoever may write a state could otherwise write one that only another account can open.
    {
      Sid: 'NoOtherKey',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:PutObject'],
      Resource: objects,
      Condition: {
        ArnNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn },
        Null: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'false' },
      },
    },
  ];
}

export interface StateAccess {
  readonly bucket: string;
  readonly keyArn: string;
  /** Environments whose states they are: the first part of their keys. */
  readonly environments: readonly string[];
}

/** What a role may do to the states of its environments: a plan reads them and locks, an apply writes them too. */
export function stateAccess(role: AutomationRole, { bucket, keyArn, environments }: StateAccess): readonly Statement[] {
  const [arn] = bucketArns(bucket);
  const of = (name: string) => environments.map((environment) => `${arn}/${environment}/${name}`);
  return [
    { Sid: 'ListStates', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: arn },
    { Sid: 'ReadStates', Effect: 'Allow', Action: ['s3:GetObject'], Resource: of('*') },
    ...(role === 'apply'
      ? [{ Sid: 'WriteStates', Effect: 'Allow', Action: ['s3:PutObject'], Resource: of('*.tfstate') } satisfies Statement]
      : []),
    { Sid: 'LockStates', Effect: 'Allow', Action: ['s3:PutObject', 's3:DeleteObject'], Resource: of(LOCKS) },
    { Sid: 'StateKey', Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: keyArn },
  ];
}
