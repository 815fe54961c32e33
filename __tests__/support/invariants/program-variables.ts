/** A program of a ConfigMap finds every variable that it reads: nothing else tells its file from the construct that fills it in. */
import { blocksAt, textAt, textsIn, type Block } from './blocks';
import { configOf, podsOf } from './pods';
import type { Guard } from './synthesis';

/** What the kubelet gives to every container. */
const fromKubelet = ['KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'];

/** Names in capitals that a shell or Python program reads, each once. What `eval` makes of a text is not seen. */
export function variablesRead(name: string, text: string): readonly string[] {
  const pattern = name.endsWith('.py') ? /os\.environ(?:\[|\.get\()["'](\w+)["']/g : /\$\{?([A-Z][A-Z0-9_]*)/g;
  return [...new Set([...withoutComments(text).matchAll(pattern)].map(([, variable = '']) => variable))];
}

const variablesSet = (text: string): readonly string[] =>
  [...withoutComments(text).matchAll(/(?:^|[\s;({])([A-Z][A-Z0-9_]*)=/gm)].map(([, variable = '']) => variable);

const withoutComments = (text: string): string => text.replace(/^\s*#.*$/gm, '');

/** The files that a container's commands name, and those that these files name in turn, whichever directory they are in. */
function reached(commands: readonly string[], files: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const follow = (text: string) => {
    for (const [name, content] of Object.entries(files)) {
      if (found.has(name) || !text.includes(`/${name}`)) continue;
      found.set(name, content);
      follow(content);
    }
  };
  commands.forEach(follow);
  return found;
}

const commandsOf = (container: Block): readonly string[] =>
  [
    container.command,
    container.args,
    ...['startup_probe', 'liveness_probe', 'readiness_probe', 'lifecycle'].map((name) => container[name]),
  ].flatMap(textsIn);

export const programVariables: Guard = (stack) =>
  podsOf(stack).flatMap((pod) => {
    const files = configOf(stack, pod);
    return pod.containers.flatMap(({ called, body }) => {
      const programs = [...reached(commandsOf(body), files)].filter(([name]) => /\.(sh|py)$/.test(name));
      const known = new Set([
        ...fromKubelet,
        ...blocksAt(body, 'env').map((variable) => textAt(variable, 'name')),
        ...blocksAt(body, 'env_from').flatMap(() => Object.keys(files)),
        ...programs.flatMap(([, text]) => variablesSet(text)),
      ]);
      return programs.flatMap(([name, text]) =>
        variablesRead(name, text)
          .filter((variable) => !known.has(variable))
          .map((variable) => `${pod.address}: ${called}: ${name} reads ${variable}, which it is not given`),
      );
    });
  });
