import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, type TerraformElement } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { versions } from '../config';
import { LogicalIds } from './logical-ids';

/** One Terraform state: pinned versions, and addresses that people can read. */
export class ProgramStack extends TerraformStack {
  private readonly logicalIds = new LogicalIds();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.addOverride('terraform.required_version', versions.terraform);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return this.logicalIds.of(element);
  }

  /** The provider of an account: it refuses credentials of another account, and tags everything alike. */
  protected useAccount(accountId: string, region: string, tags: Readonly<Record<string, string>>): void {
    const defaultTags = [{ tags: { ...tags, 'managed-by': 'massrouter-infrastructure' } }];
    new AwsProvider(this, 'Aws', { region, allowedAccountIds: [accountId], defaultTags });
    this.addOverride('terraform.required_providers.aws.version', versions.providers.aws);
  }
}
