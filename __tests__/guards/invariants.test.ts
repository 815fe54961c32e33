/** The invariants of every stack: they hold in every environment, and each sees what breaks it. */
import { edited } from '../support/invariants/edited';
import { withExample } from '../support/invariants/example';
import { guards, type GuardName } from '../support/invariants/guards';
import { networkViolations } from '../support/invariants/network.violations';
import { podSecurityViolations } from '../support/invariants/pod-security.violations';
import { podsOf } from '../support/invariants/pods';
import { podViolations } from '../support/invariants/pods.violations';
import { programViolations } from '../support/invariants/programs.violations';
import { remoteStates } from '../support/invariants/references';
import { referenceViolations } from '../support/invariants/references.violations';
import { stateViolations } from '../support/invariants/state.violations';
import { synthesisOf, titles, violations } from '../support/invariants/synthesis';

const table = [
  ...podSecurityViolations,
  ...podViolations,
  ...programViolations,
  ...networkViolations,
  ...stateViolations,
  ...referenceViolations,
];
const names = Object.keys(guards) as GuardName[];

describe.each(titles)('the environment %s', (title) => {
  test.each(names)('%s', (name) => {
    expect(violations(guards[name], synthesisOf(title))).toEqual([]);
  });
});

describe('kinds of objects that no environment has yet', () => {
  test.each(names)('%s', (name) => {
    expect(violations(guards[name], withExample())).toEqual([]);
  });
});

describe.each(names)('%s: is broken by', (name) => {
  const own = table.filter(({ guard }) => guard === name);

  test.each(own)('$what', ({ stack, edits, says }) => {
    expect(violations(guards[name], edited(withExample(), stack, edits))).toEqual(says.map((line) => `${stack}: ${line}`));
  });

  test('something at least', () => {
    expect(own.flatMap(({ says }) => says)).not.toEqual([]);
  });
});

test('a state that is read without being applied before', () => {
  const synthesis = withExample();
  expect(violations(remoteStates, { ...synthesis, dependencies: {} })).toEqual([
    'local-reader: data.terraform_remote_state.example: the manifest does not say that local-example is applied before',
  ]);
});

test('two stacks with one state', () => {
  const place = { backend: { local: { path: '../../../.terraform-state/local-app.tfstate' } } };
  const both = edited(withExample(), 'local-example', { 'terraform.backend': place.backend });
  expect(violations(guards['one state, the same programs'], both)).toEqual([
    'local-app: terraform: has the state of local-example',
    'local-example: terraform: has the state of local-app',
  ]);
});

test('no pod is overlooked', () => {
  const addresses = [synthesisOf('local'), withExample()].flatMap(({ stacks }) => stacks.flatMap(podsOf)).map(({ address }) => address);
  expect(addresses).toEqual(
    expect.arrayContaining([
      ...['Admin', 'Backend', 'Portal'].map((name) => `kubernetes_deployment_v1.AppTier_${name}_Deployment`),
      'kubernetes_job_v1.AppTier_Migration_Job',
      'kubernetes_stateful_set_v1.Store',
      'kubernetes_daemon_set_v1.Agent',
      'kubernetes_cron_job_v1.Backup',
    ]),
  );
});
