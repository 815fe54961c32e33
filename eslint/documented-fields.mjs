/** Two rules that keep config/ readable: its types say what a field is, and so do its zod objects, from which docs/configuration.md is made. */

const isTypeOfExport = (node) => node.parent?.type === 'ExportNamedDeclaration';

/** Every member of an exported interface or type, at any depth, has a doc comment. */
export const documentedFieldsRule = {
  meta: {
    type: 'problem',
    docs: { description: 'every field of an exported type has a doc comment' },
    schema: [],
    messages: { missing: "'{{name}}' needs a doc comment: what it is, its unit, its default and where a number comes from" },
  },
  create(context) {
    const { sourceCode } = context;
    let exported = 0;
    const enter = (node) => void (exported += isTypeOfExport(node) ? 1 : 0);
    const leave = (node) => void (exported -= isTypeOfExport(node) ? 1 : 0);
    const member = (node) => {
      if (exported === 0) return;
      const comment = sourceCode.getCommentsBefore(node).at(-1);
      if (comment?.type === 'Block' && /^\*[\s*]*\w/.test(comment.value)) return;
      context.report({ node: node.key, messageId: 'missing', data: { name: sourceCode.getText(node.key) } });
    };
    return {
      TSInterfaceDeclaration: enter,
      'TSInterfaceDeclaration:exit': leave,
      TSTypeAliasDeclaration: enter,
      'TSTypeAliasDeclaration:exit': leave,
      TSPropertySignature: member,
      TSMethodSignature: member,
    };
  },
};

const objectMakers = new Set(['object', 'strictObject', 'looseObject', 'extend', 'safeExtend']);

/** The methods of a call chain and the name it starts from: `z.string().min(1).describe('')` is ['z', 'string', 'min', 'describe']. */
const chain = (node) => {
  if (node.type === 'CallExpression') return chain(node.callee);
  if (node.type === 'MemberExpression') return [...chain(node.object), node.property.name];
  return [node.type === 'Identifier' ? node.name : ''];
};

/** Every field of a zod object written in place carries `.describe(`; a schema that is referred to by name carries it where it is written. */
export const describedFieldsRule = {
  meta: {
    type: 'problem',
    docs: { description: 'every field of a zod object says what it is' },
    schema: [],
    messages: { missing: "'{{name}}' needs .describe('what it is, its unit'): docs/configuration.md is made from it" },
  },
  create(context) {
    return {
      CallExpression({ callee, arguments: [shape] }) {
        if (callee.type !== 'MemberExpression' || !objectMakers.has(callee.property.name) || shape?.type !== 'ObjectExpression') return;
        for (const field of shape.properties) {
          if (field.type !== 'Property' || field.value.type !== 'CallExpression') continue;
          const calls = chain(field.value);
          if (calls[0] !== 'z' || calls.includes('describe') || calls.includes('meta')) continue;
          context.report({ node: field.key, messageId: 'missing', data: { name: context.sourceCode.getText(field.key) } });
        }
      },
    };
  },
};
