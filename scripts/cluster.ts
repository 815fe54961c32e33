/**
 * `npm run cluster -- up [<environment>]` starts the live tests' cluster on this machine, with an environment applied to it if one is named;
 * `kubectl …` and `run …` work on it (`run` is any command on the network that its nodes are on), `down` takes it away, and also what was
 * left by one that was killed. `images` makes its images and starts nothing.
 */
import { spawnSync } from 'node:child_process';
import { ConfigError, loadEnvironments } from '../config';
import { applyState } from '../__tests__/support/cluster/apply-environment';
import { buildImages } from '../__tests__/support/cluster/images/store';
import { ClusterError, hold, problems, putUp, standing, takeDown } from '../__tests__/support/cluster/standing';
import { synthesizeEnvironment } from '../__tests__/support/environments';
import { findProgram } from '../__tests__/support/live';

const usage = 'usage: npm run cluster -- up [<environment>] | down | images | kubectl <argument>… | run <command>…';

const stacksOf = (names: readonly string[]) => (names.length === 0 ? [] : loadEnvironments(names).flatMap(synthesizeEnvironment));

async function main([action, ...args]: readonly string[]): Promise<number> {
  switch (action) {
    case 'up': {
      stacksOf(args); // an unknown name is said before anything is started
      await putUp([process.execPath, '-r', require.resolve('../register'), __filename, 'hold', ...args], console.error);
      console.error('up; try: npm run cluster -- kubectl get pods --all-namespaces');
      return 0;
    }
    case 'hold': {
      const stacks = stacksOf(args);
      await hold(console.error, async (cluster) => {
        for (const stack of stacks) {
          console.error(stack.name);
          await applyState(cluster, stack);
        }
      });
      return 0;
    }
    case 'down': {
      const { stopped, leftovers } = await takeDown();
      console.error(`${stopped} stopped, ${leftovers} removed that had been left`);
      return 0;
    }
    case 'images': {
      const found = problems();
      if (found.length > 0) throw new ClusterError(found.join('\n'));
      console.error(await buildImages());
      return 0;
    }
    case 'kubectl':
      return inCluster([findProgram('kubectl') ?? 'kubectl', ...args]);
    case 'run':
      return inCluster(args);
    default:
      throw new ClusterError(usage);
  }
}

function inCluster(command: readonly string[]): number {
  const cluster = standing();
  if (cluster === undefined) throw new ClusterError('no cluster is up: npm run cluster -- up');
  const [program = '', ...args] = [...cluster.enter, ...command];
  return spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, KUBECONFIG: cluster.kubeconfig } }).status ?? 1;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    if (!(error instanceof ClusterError || error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  },
);
