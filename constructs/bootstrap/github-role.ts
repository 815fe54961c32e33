import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { constructId } from '../terraform/construct-id';
import { policy, type Statement } from '../aws/policy';

/** Where GitHub issues its tokens. */
export const GITHUB_TOKENS = 'token.actions.githubusercontent.com';

/** Whom the tokens are for. */
export const AUDIENCE = 'sts.amazonaws.com';

export interface GithubRoleProps {
  readonly name: string;
  readonly description: string;
  /** ARN of the identity provider. */
  readonly providerArn: string;
  /** Exactly who may take the role. */
  readonly subjects: readonly string[];
  /** ARNs of the roles and users that may take it by hand. */
  readonly people: readonly string[];
  /** Seconds after which a job has to take it again. */
  readonly sessionSeconds: number;
  /** ARN of the policy that bounds it; null: none does. */
  readonly permissionsBoundaryArn: string | null;
  /** Policies of the role by their names; each may have 6,144 characters. */
  readonly policies: Readonly<Record<string, readonly Statement[]>>;
}

const byHand = (people: readonly string[]): Statement => ({
  Sid: 'ByHand',
  Effect: 'Allow',
  Principal: { AWS: people },
  Action: ['sts:AssumeRole'],
});

/**
 * A role that workflows of GitHub take without a stored key. The subject is compared as a whole: no wildcard stands for a branch or an
 * environment that somebody else can name.
 */
export class GithubRole extends Construct {
  constructor(scope: Construct, id: string, props: GithubRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'Resource', {
      name: props.name,
      description: props.description,
      maxSessionDuration: props.sessionSeconds,
      permissionsBoundary: props.permissionsBoundaryArn ?? undefined,
      assumeRolePolicy: policy([
        {
          Sid: 'Workflows',
          Effect: 'Allow',
          Principal: { Federated: props.providerArn },
          Action: ['sts:AssumeRoleWithWebIdentity'],
          Condition: { StringEquals: { [`${GITHUB_TOKENS}:aud`]: AUDIENCE, [`${GITHUB_TOKENS}:sub`]: props.subjects } },
        },
        ...(props.people.length === 0 ? [] : [byHand(props.people)]),
      ]),
    });
    for (const [name, statements] of Object.entries(props.policies)) {
      const permission = new IamPolicy(this, constructId(name), { name: `${props.name}-${name}`, policy: policy(statements) });
      new IamRolePolicyAttachment(this, `${constructId(name)}Attachment`, { role: role.name, policyArn: permission.arn });
    }
  }
}
