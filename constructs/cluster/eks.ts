import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { afterStandardSupport, eksClusterName, kubernetesSupportedUntil, type CreatedEksConfig, type Surroundings } from '../../config';
import type { AwsPlacement } from '../contracts';
import { PlanCheck } from '../terraform/plan-check';
import type { Cluster } from '.';
import { AccessEntries } from './access-entries';
import { ClusterRoles } from './roles';

export interface EksProps {
  readonly config: CreatedEksConfig;
  readonly placement: AwsPlacement;
  /** ARNs of the roles that plan and apply. */
  readonly automation: { readonly planRole: string; readonly applyRole: string };
  readonly surroundings: Surroundings;
}

/**
 * An EKS cluster in Auto Mode. Stateful: only the cluster knows its volumes and addresses, and replacing it loses track of them. There is
 * no zonal shift: Auto Mode does not support it. Pod Identity's agent and DNS are part of Auto Mode's nodes.
 * https://docs.aws.amazon.com/eks/latest/userguide/automode.html
 * https://docs.aws.amazon.com/eks/latest/userguide/zone-shift-enable.html
 */
export class Eks extends Construct implements Cluster {
  readonly name: string;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, { config, placement, automation, surroundings: { deletionProtection } }: EksProps) {
    super(scope, id);
    const { environment, region, subnetIds, kmsKeyArns, permissionsBoundaryArn } = placement;
    const name = eksClusterName(environment, config);
    const protection = { preventDestroy: deletionProtection };
    const roles = new ClusterRoles(this, 'Roles', { cluster: name, region, kmsKeyArn: kmsKeyArns.cluster, permissionsBoundaryArn });
    // Created first: EKS would create one without a key and without retention.
    const logs = new CloudwatchLogGroup(this, 'Logs', {
      name: `/aws/eks/${name}/cluster`,
      kmsKeyId: kmsKeyArns.logs,
      retentionInDays: config.logs.retentionDays,
      lifecycle: protection,
    });
    const cluster = new EksCluster(this, 'Resource', {
      name,
      version: config.version,
      roleArn: roles.controlPlaneArn,
      // The three parts of Auto Mode, all or none: https://github.com/hashicorp/terraform-provider-aws/issues/40483
      computeConfig: { enabled: true, nodePools: config.nodePools, nodeRoleArn: roles.nodeArn },
      kubernetesNetworkConfig: { serviceIpv4Cidr: config.serviceCidr, ipFamily: 'ipv4', elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
      bootstrapSelfManagedAddons: false,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      vpcConfig: {
        subnetIds: [...subnetIds.private],
        endpointPrivateAccess: true,
        endpointPublicAccess: config.publicAccess.enabled,
        publicAccessCidrs: config.publicAccess.enabled ? config.publicAccess.cidrs : undefined,
      },
      encryptionConfig: { provider: { keyArn: kmsKeyArns.cluster }, resources: ['secrets'] },
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', ...config.logs.more],
      upgradePolicy: { supportType: config.support.toUpperCase() },
      deletionProtection,
      lifecycle: protection,
      dependsOn: [logs, ...roles.permissions],
    });
    const until = kubernetesSupportedUntil(config.version);
    if (until !== null) {
      new PlanCheck(this, 'StandardSupport', {
        // The day of the plan: a version is supported to the end of its last day.
        condition: `${cluster.fqn}.version != "${config.version}" || timecmp(plantimestamp(), timeadd("${until}T00:00:00Z", "24h")) < 0`,
        message: `cluster.version: standard support of Kubernetes ${config.version} ended on ${until}: ${afterStandardSupport(config.support)}.`,
      });
    }
    new AccessEntries(this, 'Access', { cluster: name, ...automation, people: config.people, dependsOn: [cluster] });
    new EksAddon(this, 'MetricsServer', {
      clusterName: cluster.name,
      addonName: 'metrics-server',
      addonVersion: config.metricsServer,
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
    });
    this.name = name;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;

    for (const cidr of config.runsIn.place === 'vpc' ? config.runsIn.cidrs : []) {
      new VpcSecurityGroupIngressRule(this, `RunnersAt${cidr.replace(/[./]/g, '-')}`, {
        securityGroupId: this.securityGroupId,
        description: 'Runners that plan and apply to the API server',
        cidrIpv4: cidr,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
      });
    }
  }
}
