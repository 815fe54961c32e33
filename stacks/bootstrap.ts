import { S3Backend, TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { bootstrapStackId, stateBucketName, type BootstrapConfig } from '../config';
import { Bootstrap } from '../constructs/bootstrap';
import { ProgramStack } from './program-stack';

/**
 * What each AWS account gets once, applied by an administrator (docs/bootstrap.md). It belongs to no environment and reads no state. Its own
 * state ends up in the bucket that it creates: the first apply keeps it in a file, then moves it there.
 */
export class BootstrapStack extends ProgramStack {
  constructor(scope: Construct, config: BootstrapConfig) {
    const id = bootstrapStackId(config.account);
    super(scope, id);
    const { accountId, region } = config;
    // No `encrypt`: it would ask for another key than the bucket's. cdktf 0.21 does not know use_lockfile, and passes it on.
    const lock = { useLockfile: true };
    new S3Backend(this, { bucket: stateBucketName(config), key: `bootstrap/${id}.tfstate`, region, ...lock });
    this.useAccount(accountId, region, { environment: id });

    const { stateBucket, roleArns } = new Bootstrap(this, 'Bootstrap', { config });
    new TerraformOutput(this, 'stateBucket', {
      value: stateBucket,
      description: 'state.bucket of the account’s environments',
      staticId: true,
    });
    new TerraformOutput(this, 'planRole', {
      value: roleArns.plan,
      description: 'automation.planRole of the account’s environments',
      staticId: true,
    });
    new TerraformOutput(this, 'applyRole', {
      value: roleArns.apply,
      description: 'automation.applyRole of the account’s environments',
      staticId: true,
    });
  }
}
