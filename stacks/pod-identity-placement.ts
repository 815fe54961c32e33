import type { Environment } from '../config';
import type { PodIdentityProps } from '../constructs/aws/pod-identity';

/** Where roles of pods belong, as the configuration alone says it: for them, no state need read that of the network. Null outside of AWS. */
export const podIdentityPlacement = ({ name, aws, namespace }: Environment): PodIdentityProps['placement'] | null =>
  aws === null
    ? null
    : {
        environment: name,
        clusterName: aws.clusterName,
        accountId: aws.accountId,
        region: aws.region,
        namespace: namespace.name,
        permissionsBoundaryArn: aws.permissionsBoundaryArn,
      };
