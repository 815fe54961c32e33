import { Document, Scalar, visit } from 'yaml';
import type { KubernetesObject } from './to-manifests';

/** One document an object. Whatever reads it, a text stays a text: kubectl reads YAML 1.1, others 1.2. */
export const toYaml = (objects: readonly KubernetesObject[]): string => objects.map((object) => `---\n${documentOf(object)}`).join('');

function documentOf(object: KubernetesObject): string {
  const document = new Document(object, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && needsQuotes(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // Such characters are in quoted texts only, where they may stand as escapes.
  return document.toString({ lineWidth: 0, blockQuote: 'literal' }).replaceAll(new RegExp(lineBreaks, 'g'), (sign) => `\\u${hex(sign)}`);
}

/** What is a line break in YAML 1.1 and none in 1.2, and the byte order mark, which both drop. */
const lineBreaks = /[\u0085\u2028\u2029\ufeff]/;
const hex = (sign: string): string => sign.charCodeAt(0).toString(16).padStart(4, '0');

/** Of one line, whatever could be a number, a date or a truth value in YAML 1.1; that of 1.2 is quoted anyway. */
const needsQuotes = (text: string): boolean =>
  lineBreaks.test(text) || (text.includes('\n') ? !isBlock(text) : /^([^A-Za-z/]|(y|n|yes|no|on|off|e[-+]?\d+)$)/i.test(text));

/** Whether a block, which is always a text, gives these lines back: they begin at the margin, and show all they are. */
const isBlock = (text: string): boolean => /^\S/.test(text) && !/^[ \t]+$/m.test(text) && !/[^\P{Cc}\n\t]/u.test(text);
