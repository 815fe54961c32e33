/** Every component's monitoring in every form it can take, with the tests of its alerts. What is not in this list is not checked. */
import type { LoadBalancerWatch } from '../../../config';
import { objectivesField } from '../../../config/monitoring/objectives';
import { podMonitoring, nodeMonitoring } from '../../../constructs/cluster/monitoring';
import { loadBalancerMonitoring } from '../../../constructs/load-balancer/monitoring';
import { selfMonitoring } from '../../../constructs/monitoring/self-monitoring';
import { overviewMonitoring } from '../../../constructs/monitoring/overview';
import { probeMonitoring } from '../../../constructs/monitoring/probe-monitoring';
import { appTierMonitoring } from '../../../constructs/app-tier/monitoring';
import type { ComponentMonitoring } from '../../../constructs/mixin/component-monitoring';
import { appTierTests } from '../../constructs/app-tier/monitoring/app-tier.rules';
import { postgresForms } from '../../constructs/postgres/monitoring/postgres.forms';
import { redisForms } from '../../constructs/redis/monitoring/redis.forms';
import { backupForms, objectStorageForms } from '../../constructs/object-storage/monitoring/storage.forms';
import { podTests } from '../../constructs/cluster/monitoring/pods.rules';
import { objectiveTests } from '../../constructs/app-tier/monitoring/objectives.rules';
import { cloudwatchTests, haproxyTests, nginxTests } from '../../constructs/load-balancer/monitoring/load-balancer.rules';
import { nodeTests } from '../../constructs/cluster/monitoring/nodes.rules';
import { probeTests } from '../../constructs/monitoring/probes.rules';
import { selfTests } from '../../constructs/monitoring/self.rules';
import { servicesOf } from '../services';
import type { AlertTests } from './rule-test';

export interface Watched {
  /** The component, and its form where there are several. */
  readonly title: string;
  readonly monitoring: ComponentMonitoring;
  /** Those of the alerts of all forms: each form uses its own. */
  readonly tests: AlertTests;
}

export const allServices = servicesOf({}, 'recommended');
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
  { title: 'probes', monitoring: probeMonitoring({ services: allServices.map(({ name }) => name) }), tests: probeTests },
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
