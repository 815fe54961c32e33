/** Every component's monitoring in every form it can take, with the tests of its alerts. What is not in this list is not checked. */
import { services } from '../../config';
import { objectivesField } from '../../config/objectives';
import type { LoadBalancerWatch } from '../../config/load-balancer-watch';
import { serviceNames, servicesField } from '../../config/services';
import { podMonitoring, nodeMonitoring } from '../../constructs/kubernetes/monitoring';
import { loadBalancerMonitoring } from '../../constructs/load-balancer/monitoring';
import { selfMonitoring } from '../../constructs/monitoring/self-monitoring';
import { overviewMonitoring } from '../../constructs/monitoring/overview';
import { probeMonitoring } from '../../constructs/monitoring/probe-monitoring';
import { appTierMonitoring } from '../../constructs/app-tier/monitoring';
import type { ComponentMonitoring } from '../../constructs/monitoring/component-monitoring';
import { appTierTests } from './app-tier.rules';
import { postgresForms } from './postgres';
import { redisForms } from './redis';
import { backupForms, objectStorageForms } from './storage';
import { podTests } from './kubernetes.rules';
import { objectiveTests } from './objectives.rules';
import { cloudwatchTests, haproxyTests, nginxTests } from './load-balancer.rules';
import { nodeTests } from './nodes.rules';
import { probeTests } from './probes.rules';
import { selfTests } from './self.rules';
import type { AlertTests } from './rule-test';

export interface Watched {
  /** The component, and its form where there are several. */
  readonly title: string;
  readonly monitoring: ComponentMonitoring;
  /** Those of the alerts of all forms: each form uses its own. */
  readonly tests: AlertTests;
}

export const allServices = services(servicesField.parse({}), 'recommended');
export const objectives = objectivesField.parse({});

const namespace = 'openrouter';
const loadBalancer = (watch: LoadBalancerWatch) => loadBalancerMonitoring({ watch, namespace });

export const watched: readonly Watched[] = [
  { title: 'overview', monitoring: overviewMonitoring({ objectives }), tests: {} },
  {
    title: 'app-tier',
    monitoring: appTierMonitoring({ services: allServices, namespace, objectives, drainSeconds: 600 }),
    tests: { ...appTierTests, ...objectiveTests },
  },
  { title: 'load-balancer (nginx)', monitoring: loadBalancer({ metrics: 'nginx', connections: 2000 }), tests: nginxTests },
  { title: 'load-balancer (haproxy)', monitoring: loadBalancer({ metrics: 'haproxy' }), tests: haproxyTests },
  { title: 'load-balancer (alb)', monitoring: loadBalancer({ metrics: 'cloudwatch' }), tests: cloudwatchTests },
  { title: 'load-balancer (ingress)', monitoring: loadBalancer({ metrics: 'none' }), tests: {} },
  { title: 'kubernetes', monitoring: podMonitoring({ namespaces: [namespace] }), tests: podTests },
  { title: 'nodes', monitoring: nodeMonitoring(), tests: nodeTests },
  { title: 'probes', monitoring: probeMonitoring({ services: serviceNames }), tests: probeTests },
  {
    title: 'monitoring',
    monitoring: selfMonitoring({ namespace, expected: ['prometheus', 'kube-state-metrics'], remoteWrite: true }),
    tests: selfTests,
  },
  ...postgresForms,
  ...redisForms,
  ...objectStorageForms,
  ...backupForms,
];
