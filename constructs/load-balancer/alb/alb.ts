import { Lb } from '@cdktf/provider-aws/lib/lb';
import { Construct } from 'constructs';
import { hostsByKey, type AlbConfig, type StreamingChain, type Surroundings, type Route } from '../../../config';
import { constructId } from '../../terraform/construct-id';
import type { AttachableLoadBalancer, AwsPlacement, LoadBalancer } from '../../contracts';
import { binding } from './binding';
import { HostCertificate } from './host-certificate';
import { Listeners } from './listeners';
import { loadBalancerName } from './names';
import { TargetGroup } from './target-group';
import { TrustStore } from './trust-store';

export interface AlbProps {
  readonly config: AlbConfig;
  readonly placement: AwsPlacement;
  readonly routes: readonly Route[];
  readonly limits: StreamingChain['loadBalancer'];
  /** Whether no CDN of this program stands in front, which would tell browsers to come by TLS only. */
  readonly facesClients: boolean;
  readonly surroundings: Surroundings;
}

/**
 * Seconds after which a connection of a client is asked to end, however busy it is: with the answer to its next request, so no stream is
 * cut. AWS' default, and no less than it may be idle.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#http-client-keep-alive-duration
 */
const CLIENT_KEEP_ALIVE_SECONDS = 3600;

/** Prefixes of its logs in the log bucket. One that begins or ends with a slash would be refused. */
export const logPrefixes = { access: 'load-balancer/access', connections: 'load-balancer/connections' } as const;

/**
 * An application load balancer of AWS. It, its rules and its target groups are Terraform's; EKS Auto Mode only fills the groups with pods.
 *
 * Nothing in the configuration replaces any of these but the name of the environment. Where a change of this code does, successors have
 * other names and are made first; pods stay as they are and are bound to both for a while.
 */
export class Alb extends Construct implements AttachableLoadBalancer {
  readonly origin: LoadBalancer['origin'];
  readonly attach: AttachableLoadBalancer['attach'];

  constructor(scope: Construct, id: string, props: AlbProps) {
    super(scope, id);
    const { config, placement, limits } = props;
    const { logBucket } = placement;
    const { originPullCa } = config;
    const { arn: trustStoreArn } = new TrustStore(this, 'TrustStore', {
      placement,
      certificates: typeof originPullCa === 'string' ? originPullCa : null,
      surroundings: props.surroundings,
    });
    const balancer = new Lb(this, 'Resource', {
      name: loadBalancerName(placement.environment),
      loadBalancerType: 'application',
      internal: false,
      subnets: [...placement.subnetIds.public],
      securityGroups: [placement.securityGroupIds.loadBalancer],
      enableDeletionProtection: props.surroundings.deletionProtection,
      idleTimeout: limits.idleSeconds,
      clientKeepAlive: Math.max(CLIENT_KEEP_ALIVE_SECONDS, limits.idleSeconds),
      enableHttp2: true,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: config.desyncMitigation.mode,
      preserveHostHeader: true,
      // A list of addresses is passed on as it came only from a CDN that showed who it is. Either way its last entry is the client.
      xffHeaderProcessingMode: trustStoreArn === null ? 'append' : 'preserve',
      enableZonalShift: true, // so that a zone can be taken out of use by hand
      accessLogs: { enabled: true, bucket: logBucket, prefix: logPrefixes.access },
      connectionLogs: { enabled: true, bucket: logBucket, prefix: logPrefixes.connections },
      lifecycle: { createBeforeDestroy: true },
    });
    const targets = props.routes.map((route) => {
      const { arn } = new TargetGroup(this, constructId(route.service), {
        route,
        placement,
        deregistrationSeconds: limits.deregistrationSeconds,
      });
      return { route, groupArn: arn };
    });
    const { rules } = new Listeners(this, 'Listeners', {
      loadBalancerArn: balancer.arn,
      certificateArn: certificateArn(this, props),
      trustStoreArn,
      hsts: props.facesClients,
      limits,
      targets,
    });
    this.origin = { recordType: 'CNAME', value: balancer.dnsName };
    this.attach = (service, front) => {
      const rule = rules.get(service);
      const target = targets.find(({ route }) => route.service === service);
      if (rule === undefined || target === undefined) throw new Error(`${this.node.path}: there is no route to ${service}`);
      const { groupArn: targetGroupArn } = target;
      return [binding(this, `${constructId(service)}Binding`, { service, placement, targetGroupArn, dependsOn: [rule, front] })];
    };
  }
}

function certificateArn(scope: Construct, { placement: { certificate, environment }, routes }: AlbProps): string {
  if (certificate.by === 'arn') return certificate.arn;
  return new HostCertificate(scope, 'Certificate', { hosts: hostsByKey(routes), zoneId: certificate.zoneId, environment }).arn;
}
