/** A program that starts a cluster and holds it: what is left when it is killed is tested. It says how far it is, a line each. */
import { findProgram } from '../live';
import { clusterPrograms, startCluster, type ClusterPrograms } from './cluster';

const programs = Object.fromEntries(clusterPrograms.map((name) => [name, findProgram(name)])) as ClusterPrograms;

void startCluster(programs, { zones: ['zone-a'], tell: console.log }).then(() => {
  console.log('up');
  setInterval(() => undefined, 2 ** 30);
});
