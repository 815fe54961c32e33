/** kube-score over the pods, Services and policies of every form of environment. What is left out stands in .kube-score.json. */
import { spawnSync } from 'node:child_process';
import { versions } from '../../config';
import { toYaml } from '../../scripts/manifests/to-yaml';
import type { KubernetesObject } from '../../scripts/manifests/to-manifests';
import { needless, reasonsIn, unexplained, type Finding } from '../support/findings';
import { synthesisOf, titles } from '../support/invariants/synthesis';
import { knownManifests } from '../support/known-manifests';
import { describeLive } from '../support/live';

jest.setTimeout(180_000);

/** Minor release: which versions of the API are deprecated depends on it. */
const KUBERNETES = `v${versions.tested.kubernetes.replace(/\.\d+$/, '')}`;

/** The grade of a check that found nothing. */
const ALL_OK = 10;

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
  }[];
}

const reasons = reasonsIn('.kube-score.json');
const objectsOf = (title: string): readonly KubernetesObject[] => synthesisOf(title).stacks.flatMap(knownManifests);

describeLive('kube-score', ['kube-score'], (programs) => {
  function score(objects: readonly KubernetesObject[]): readonly Scored[] {
    const { stdout, stderr, status } = spawnSync(
      programs['kube-score'],
      ['score', '--kubernetes-version', KUBERNETES, '--output-format', 'json', '--disable-ignore-checks-annotations', '-'],
      { encoding: 'utf8', input: toYaml(objects), maxBuffer: 64 * 1024 * 1024 },
    );
    // It ends with 1 where it found something critical.
    if ((status !== 0 && status !== 1) || !stdout.startsWith('['))
      throw new Error(`kube-score ended with ${status}: ${stderr.slice(-600)}`);
    return JSON.parse(stdout) as readonly Scored[];
  }

  const findingsIn = (title: string, scored: readonly Scored[]): readonly Finding[] =>
    scored.flatMap(({ type_meta: { kind }, object_meta: { name }, checks }) =>
      checks
        .filter(({ grade, skipped }) => !skipped && grade < ALL_OK)
        .flatMap(({ check, comments }) =>
          (comments ?? [{ path: '', summary: '' }]).map(({ path, summary }) => ({
            check: check.id,
            subject: `${title}: ${kind}/${name}`,
            detail: path === '' ? summary : `${path}: ${summary}`,
          })),
        ),
    );

  describe('of what is synthesized', () => {
    let all: readonly (readonly [title: string, scored: readonly Scored[]])[];
    let findings: readonly Finding[];
    beforeAll(() => {
      all = titles.map((title) => [title, score(objectsOf(title))] as const);
      findings = all.flatMap(([title, scored]) => findingsIn(title, scored));
    });

    test('finds nothing that has no reason', () => {
      expect(unexplained(findings, reasons)).toEqual([]);
    });

    test('needs every reason', () => {
      expect(needless(findings, reasons)).toEqual([]);
    });

    test('looked at every workload', () => {
      const workloads = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'];
      const seen = (title: string) => all.find(([one]) => one === title)?.[1].map((one) => `${one.type_meta.kind}/${one.object_meta.name}`);
      const missed = titles.flatMap((title) =>
        objectsOf(title)
          .filter(({ kind }) => workloads.includes(kind))
          .filter(({ kind, metadata }) => !seen(title)?.includes(`${kind}/${metadata.name}`))
          .map(({ kind, metadata }) => `${title}: ${kind}/${metadata.name}`),
      );
      expect(missed).toEqual([]);
    });
  });

  test('finds a pod that may do anything and that anyone may reach', () => {
    const metadata = { name: 'open', namespace: 'openrouter', labels: { app: 'open' } };
    const open: KubernetesObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: metadata.labels },
        template: {
          metadata: { labels: metadata.labels },
          spec: { containers: [{ name: 'open', image: 'registry.example/open:latest', securityContext: { privileged: true } }] },
        },
      },
    };
    const checks = findingsIn('local', score([...objectsOf('local').filter(({ kind }) => kind !== 'NetworkPolicy'), open]));
    const found = unexplained(checks, reasons).filter((line) => line.includes('Deployment/open'));
    for (const check of [
      'container-image-tag',
      'container-resources',
      'container-security-context-privileged',
      'container-security-context-readonlyrootfilesystem',
      'deployment-has-poddisruptionbudget',
      'pod-networkpolicy',
    ])
      expect(found).toContainEqual(expect.stringContaining(check));
  });
});
