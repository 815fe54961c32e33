import { Document, Scalar, visit } from 'yaml';
import type { KubernetesObject } from './to-manifests';

/** One document per object. A string stays a string for every reader: kubectl reads YAML 1.1, others 1.2. */
export const toYaml = (objects: readonly KubernetesObject[]): string => objects.map((object) => `---\n${documentOf(object)}`).join('');

function documentOf(object: KubernetesObject): string {
  const document = new Document(object, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && needsQuotes(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  // Such characters occur only in quoted strings, where escapes are allowed.
  return document.toString({ lineWidth: 0, blockQuote: 'literal' }).replaceAll(new RegExp(lineBreaks, 'g'), (sign) => `\\u${hex(sign)}`);
}

/** Line breaks in YAML 1.1 that are none in 1.2, and the byte order mark, which both drop. */
const lineBreaks = /[\u0085\u2028\u2029\ufeff]/;
const hex = (sign: string): string => sign.charCodeAt(0).toString(16).padStart(4, '0');

/** Single-line strings that YAML 1.1 could read as a number, date or boolean; those of 1.2 are quoted anyway. */
const needsQuotes = (text: string): boolean =>
  lineBreaks.test(text) || (text.includes('\n') ? !isBlock(text) : /^([^A-Za-z/]|(y|n|yes|no|on|off|e[-+]?\d+)$)/i.test(text));

/** Whether a block scalar, which is always a string, preserves these lines: they start at the margin and contain only visible characters. */
const isBlock = (text: string): boolean => /^\S/.test(text) && !/^[ \t]+$/m.test(text) && !/[^\P{Cc}\n\t]/u.test(text);
