import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { policy } from '../aws/policy';

export interface FlowLogsProps {
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  readonly retentionDays: number;
  /** Key that encrypts the log group. */
  readonly kmsKeyArn: string;
  /** ARN of the policy that bounds its role; null: none does. */
  readonly permissionsBoundaryArn: string | null;
}

/**
 * Logs of all connections in the network, accepted or not, in a log group, with a role that can write nowhere else.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const { environment, accountId, region } = props;
    const name = `${environment}-flow-logs`;
    const logGroup = new CloudwatchLogGroup(this, 'LogGroup', {
      name,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.kmsKeyArn,
    });
    const role = new IamRole(this, 'Role', {
      name,
      permissionsBoundary: props.permissionsBoundaryArn ?? undefined,
      description: 'Writes flow logs of the network',
      assumeRolePolicy: policy([
        {
          Sid: 'FlowLogsOfThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: ['sts:AssumeRole'],
          Condition: {
            StringEquals: { 'aws:SourceAccount': accountId },
            ArnLike: { 'aws:SourceArn': `arn:aws:ec2:${region}:${accountId}:vpc-flow-log/*` },
          },
        },
      ]),
    });
    const group = `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
    const permission = new IamRolePolicy(this, 'Policy', {
      name: 'write',
      role: role.name,
      policy: policy([
        {
          Sid: 'Write',
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: [group, `${group}:*`],
        },
        // The service finds the group by listing all.
        { Sid: 'Find', Effect: 'Allow', Action: ['logs:DescribeLogGroups'], Resource: `arn:aws:logs:${region}:${accountId}:log-group:*` },
      ]),
    });
    new FlowLog(this, 'Resource', {
      vpcId: props.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      tags: { Name: name },
      dependsOn: [permission],
    });
  }
}
