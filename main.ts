/** `main.ts [environment…]` synthesizes the named environments and bootstraps, or all of them. */
import { App } from 'cdktf';
import { ConfigError, loadProgram, versions } from './config';
import { BootstrapStack } from './stacks/bootstrap';
import { buildEnvironment } from './stacks/environment';

try {
  const { environments, bootstraps } = loadProgram(process.argv.slice(2)); // everything is checked before anything is written
  // Only cdktn reads the context, and checks library and bindings against it (docs/adr/001).
  const app = new App({ context: { targetVersions: { terraform: versions.terraform } } });
  for (const bootstrap of bootstraps) new BootstrapStack(app, bootstrap);
  for (const environment of environments) buildEnvironment(app, environment);
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message); // one line per problem
  process.exitCode = 1;
}
