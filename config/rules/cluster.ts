/** Rules between an EKS cluster and the rest of its environment. */
import { overlap } from '../fields/cidr';
import { afterStandardSupport, calendarsRead, kubernetesSupportedUntil, kubernetesSupportIsOver } from '../support';
import type { EksConfig } from '../target/eks';
import type { Problem } from './rule';

/** What does not go together with the rest of an environment on AWS. */
export function eksProblems(
  config: EksConfig,
  {
    cidrs,
    roles,
  }: {
    /** Ranges of the VPC, or of its subnets where you bring it. */
    readonly cidrs: readonly string[];
    /** ARNs of the roles that plan and apply. */
    readonly roles: readonly string[];
  },
): readonly Problem[] {
  const { serviceCidr } = config;
  const people = config.mode === 'create' ? Object.entries(config.people) : [];
  return [
    ...cidrs
      .filter((cidr) => overlap(cidr, serviceCidr))
      .map((cidr) => ({
        path: 'cluster.serviceCidr',
        message: `${serviceCidr} overlaps ${cidr} of the network; Service addresses must not belong to machines`,
      })),
    ...people
      .filter(([, { principal }]) => roles.includes(principal))
      .map(([name]) => ({
        path: `cluster.people.${name}.principal`,
        message: 'is a role of the workflows, which has access anyway; leave it out',
      })),
    ...(config.mode === 'create' && config.support === 'standard' && kubernetesSupportIsOver(config.version)
      ? [supportIsOver(config)]
      : []),
  ];
}

const supportIsOver = ({ version }: { readonly version: string }): Problem => ({
  path: 'cluster.version',
  message: `standard support of Kubernetes ${version} ended on ${kubernetesSupportedUntil(version) ?? `a day before ${calendarsRead}`}: ${afterStandardSupport('standard')}; or set support to "extended": ${afterStandardSupport('extended').replace(/:.*/, '')}`,
});
