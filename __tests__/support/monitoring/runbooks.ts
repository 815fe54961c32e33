/** What the commands of the runbooks name: queries, objects of the cluster, other pages. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Runbook {
  readonly name: string;
  readonly text: string;
}

const folder = path.join(__dirname, '../../../docs/runbooks');

export const runbooks = (): readonly Runbook[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => ({ name: file.slice(0, -'.md'.length), text: readFileSync(path.join(folder, file), 'utf8') }));

/** Queries of `promtool query instant <server> '<query>'`, in blocks and in the text. */
export const queriesIn = ({ text }: Runbook): readonly string[] =>
  [...text.matchAll(/promtool query instant \S+ '([^']+)'/g)].map(([, query = '']) => query);

/** Lines of the blocks of commands. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n').filter((line) => line !== ''));

export interface Cluster {
  /** Values of app.kubernetes.io/name, which also name Deployments and Services. */
  readonly components: readonly string[];
  readonly namespace: string;
}

/** What a runbook names and is not there, one line a problem. */
export function runbookCommandProblems(
  { name, text }: Runbook,
  { components, namespace }: Cluster,
  pages: readonly string[],
): readonly string[] {
  const commands = commandsIn(text).join('\n');
  const selected = [...commands.matchAll(/app\.kubernetes\.io\/name(?:=([a-z-]+)| in \(([a-z,-]+)\))/g)].flatMap(([, one, many]) =>
    (one ?? many ?? '').split(','),
  );
  const members = [...commands.matchAll(/ (?:logs|exec) (?:-it )?([a-z-]+)-0 /g)].map(([, set = '']) => set);
  const objects = [...commands.matchAll(/\b(?:deployment|service|svc|statefulset)\/([a-z-]+)/g)].map(([, object = '']) => object);
  const namespaces = [...commands.matchAll(/(?<= )(?:-n|--namespace)[ =]([a-z-]+)/g)].map(([, used = '']) => used);
  const links = [...text.matchAll(/\]\(([A-Za-z]+)\.md\)/g)].map(([, page = '']) => page);
  return [
    ...selected.filter((component) => !components.includes(component)).map((component) => `${name}: no pod is labelled ${component}`),
    ...members.filter((set) => !components.includes(set)).map((set) => `${name}: there is no pod ${set}-0`),
    ...objects.filter((object) => !components.includes(object)).map((object) => `${name}: there is no ${object}`),
    ...namespaces.filter((used) => ![namespace, 'kube-system'].includes(used)).map((used) => `${name}: the namespace is not ${used}`),
    ...links.filter((page) => !pages.includes(page)).map((page) => `${name}: there is no page ${page}`),
  ];
}
