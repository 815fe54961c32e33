import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack, type TerraformElement } from 'cdktf';
import type { Construct, Node } from 'constructs';
import { versions } from '../config';
import { LogicalIds } from './logical-ids';
import { withPlainValues } from './plain-values';

/** One Terraform state: the versions it is applied with, and addresses that people can read. */
export class ProgramStack extends TerraformStack {
  private readonly logicalIds = new LogicalIds();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.addOverride('terraform.required_version', versions.terraform);
  }

  /**
   * cdktf resolves every stack once before it writes it, to find what is referred to in another one. Nothing is: a stack sees the outputs
   * of another's state, and a token of another stack is an error, which the guard for undeclared names and Terraform tell of.
   */
  override prepareStack(): void {
    return;
  }

  override toTerraform(): unknown {
    return withPlainValues(() => super.toTerraform() as unknown);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    return this.logicalIds.of(element);
  }

  /** The provider of an account: its credentials have to be of this account, and everything carries the same tags. */
  protected useAccount(accountId: string, region: string, tags: Readonly<Record<string, string>>): void {
    const defaultTags = [{ tags: { ...tags, 'managed-by': 'massrouter-infrastructure' } }];
    new AwsProvider(this, 'Aws', { region, allowedAccountIds: [accountId], defaultTags });
    this.addOverride('terraform.required_providers.aws.version', versions.providers.aws);
  }
}
