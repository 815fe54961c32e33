import { spawnSync } from 'node:child_process';
import { loadEnvironments } from '../../config';
import { watched } from '../support/monitoring/components';
import { commandsIn, queriesIn, runbookCommandProblems, runbooks, type Cluster } from '../support/monitoring/runbooks';

const [local] = loadEnvironments(['local']);
if (local === undefined) throw new Error('there is no environment to take the names from');
const cluster: Cluster = { components: Object.keys(local.components), namespace: local.namespace.name };
const pages = runbooks();
const names = pages.map(({ name }) => name);

describe('the runbooks', () => {
  it('are of alerts that there are', () => {
    const alerts = new Set(watched.flatMap(({ monitoring }) => monitoring.alerts.map(({ name }) => name)));
    expect(names.filter((name) => !alerts.has(name))).toEqual([]);
  });

  it('name pods, Services and pages that there are', () => {
    expect(pages.flatMap((page) => runbookCommandProblems(page, cluster, names))).toEqual([]);
  });

  it('have commands that a shell can read', () => {
    const unreadable = pages.filter(
      ({ text }) => spawnSync('bash', ['-n'], { input: commandsIn(text).join('\n'), encoding: 'utf8' }).status !== 0,
    );
    expect(unreadable.map(({ name }) => name)).toEqual([]);
    expect(spawnSync('bash', ['-n'], { input: "echo 'open", encoding: 'utf8' }).status).not.toBe(0);
  });

  it('ask Prometheus in a form that is checked', () => {
    expect(pages.flatMap(queriesIn).length).toBeGreaterThan(50);
  });

  it.each([
    ['a label', 'kubectl -n openrouter get pods -l app.kubernetes.io/name=posgres', 'Page: no pod is labelled posgres'],
    [
      'a label among others',
      "kubectl -n openrouter get pods -l 'app.kubernetes.io/name in (redis,cache)'",
      'Page: no pod is labelled cache',
    ],
    ['a pod', 'kubectl -n openrouter exec database-0 -c database -- true', 'Page: there is no pod database-0'],
    ['a Deployment', 'kubectl -n openrouter logs deployment/api', 'Page: there is no api'],
    ['a namespace', 'kubectl -n default get pods', 'Page: the namespace is not default'],
    ['a page', 'true # see [it](NoSuch.md)', 'Page: there is no page NoSuch'],
  ])('%s that there is not is found', (_, command, problem) => {
    expect(runbookCommandProblems({ name: 'Page', text: `\`\`\`sh\n${command}\n\`\`\`\n` }, cluster, names)).toEqual([problem]);
  });
});
