/** Tests on a cluster: skipped by name where this machine cannot have one. */
import { describeLive } from '../live';
import { clusterPrograms, type ClusterPrograms } from './cluster';
import { factsOfThisMachine, unmet } from './requirements';

export const describeCluster = (title: string, tests: (programs: ClusterPrograms) => void): void =>
  describeLive(title, clusterPrograms, tests, unmet(factsOfThisMachine()));
