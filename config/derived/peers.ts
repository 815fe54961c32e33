/** Who can stand at either end of a flow, and where. */
import type { BackupComponent } from '../backup/resolve';
import type { MonitoringProgram } from '../monitoring/members';
import type { ServiceName } from '../services';

/** What a port of a component is for. */
export type PortName =
  'http' | 'https' | 'metrics' | 'postgres' | 'redis' | 'redis-bus' | 's3' | 'dns' | 'kubelet' | 'gossip' | 'submission' | 'egress';

/** A component whose engine can be chosen, or a program of monitoring. */
export type Box = 'load-balancer' | 'postgres' | 'redis' | 'object-storage' | BackupComponent | MonitoringProgram;

/** The parts of the program that listen or talk: boxes, `migration`, and the services by their names. */
export type ComponentName = Box | 'migration' | ServiceName;

/** Peers that exist without this program: the cluster's own services, and the world. */
export type BuiltInPeer = 'dns' | 'apiServer' | 'podIdentity' | 'kubelet' | 'internet' | 'edge';

/** Either end of a flow: a component, a built-in peer, or a destination that a service names. */
export type Peer = ComponentName | BuiltInPeer;

/** Where each peer is and the ports it answers on. */
export type Components = Readonly<Record<Peer, Component>>;

/** The component of a peer; flows name only peers that there are. */
export function componentOf(components: Components, peer: Peer): Component {
  const component = components[peer];
  if (component === undefined) throw new Error(`${peer} is no component`);
  return component;
}

/** Who may open a connection to whom, and why. Ports have their numbers at the component that listens. */
export interface Flow {
  /** Who opens the connection. */
  readonly from: Peer;
  /** Who listens. */
  readonly to: Peer;
  /** Which of its ports. */
  readonly port: PortName;
  /** What would stop working without it. */
  readonly why: string;
}

/** One number of a port. */
export interface PortNumber {
  /** 1 to 65535. */
  readonly port: number;
  /** Transport. */
  readonly protocol: 'TCP' | 'UDP';
}

/** Where a component is, in the way a network policy can name it. */
export type Location =
  | {
      /** Pods of this program's namespace, by the component's labels. */
      readonly pods: true;
    }
  | {
      /** Name of another namespace. */
      readonly namespace: string;
      /** Labels of its pods. */
      readonly podLabels: Readonly<Record<string, string>>;
    }
  | {
      /** IPv4 ranges; none: nowhere. */
      readonly cidrs: readonly string[];
      /** IPv4 ranges inside `cidrs` that are left out; default none. */
      readonly except?: readonly string[];
      /** The security group of AWS that it carries; default none. */
      readonly securityGroup?: SecurityGroupName;
    };

/** Security groups of what is no pod. Pods have the cluster's. */
export type SecurityGroupName = 'loadBalancer' | 'postgres' | 'redis';

/** IPv4 ranges of the subnets of an AWS network, by what stands in them. */
export interface NetworkCidrs {
  /** Load balancers and NAT gateways. */
  readonly public: readonly string[];
  /** Nodes, pods and the API server’s network interfaces. */
  readonly private: readonly string[];
  /** PostgreSQL and Redis. */
  readonly data: readonly string[];
}

/** One component as the network sees it. */
export interface Component {
  /** Numbers of its ports. */
  readonly ports: Readonly<Partial<Record<PortName, readonly PortNumber[]>>>;
  /** Where it runs. */
  readonly runsAs: Location;
}

/** Pods of one kind, for the budget of the namespace. */
export interface PodBudget {
  /** Whose pods they are. */
  readonly name: string;
  /** Maximum number of them, including a rollout. */
  readonly pods: number;
  /** Memory limit of one, in MiB. */
  readonly memoryLimitMiB: number;
}

/** What a box is to its neighbours, whichever engine runs it: the rest of the program asks this and never for the engine. */
export interface Presence {
  /** Where it is. */
  readonly component: Component;
  /** Flows inside the box: replication, a cluster bus, its way to the API server. None for what you bring. */
  readonly flows: readonly Flow[];
  /** Who stands outside of the program and is named by `flows`; default nobody. */
  readonly neighbours?: Readonly<Record<string, Component>>;
  /** The pods it runs in the namespace. None for what runs elsewhere. */
  readonly pods: readonly PodBudget[];
}

export const tcp = (port: number): readonly PortNumber[] => [{ port, protocol: 'TCP' }];
