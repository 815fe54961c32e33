/** Terraform's expressions in texts: `${…}` and `%{…}`. Doubled, `$${` and `%%{` are no expression but that text. */

/** What stands between the braces, for each expression of a text. */
export function expressionsIn(text: string): readonly string[] {
  if (!/[$%]\{/.test(text)) return [];
  const found: string[] = [];
  for (let index = 0; index < text.length - 1; index++) {
    const two = text.slice(index, index + 2);
    if (two === '$$' || two === '%%') index += text[index + 2] === '{' ? 2 : 0;
    else if (two === '${' || two === '%{') {
      const end = closing(text, index + 2);
      found.push(text.slice(index + 2, end));
      index = end;
    }
  }
  return found;
}

/** Where the brace that was opened before `start` is closed; braces in strings count only as those of templates. */
function closing(text: string, start: number): number {
  let depth = 1;
  for (let index = start; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '{') depth++;
    else if (text[index] === '}' && --depth === 0) return index;
  }
  return text.length;
}

/** Where something is in a stack: `type.id`, `data.type.id`, `ephemeral.type.id`. */
export interface Reference {
  readonly address: string;
  /** What follows the address, such as `.outputs.postgres.primary.host`. */
  readonly path: string;
}

const reference =
  /(?<![\w.-])((?:(?:data|ephemeral)\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*|\[\d+\]|\.\d+|\["[^"]*"\])*)/g;

/** All that a text refers to, also from templates in the strings of its expressions. */
export function referencesIn(text: string): readonly Reference[] {
  return expressionsIn(text).flatMap((expression) => {
    const strings = [...expression.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, content]) => content ?? '');
    // The keys in brackets are kept: they are steps of a path.
    const code = expression.replace(/(?<![\w\])]\[)"(?:[^"\\]|\\.)*"/g, '""');
    const own = [...code.matchAll(reference)].map(([, address = '', path = '']) => ({ address, path }));
    return [...own, ...strings.flatMap(referencesIn)];
  });
}
