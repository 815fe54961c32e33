/**
 * Rules about where a module may be imported from. All see every form: import, import type, export from, import(), require(),
 * `import x = require()` and jest's mocks; the built-in no-restricted-imports sees only the first three. (The type form
 * `import('x').Y` is left to consistent-type-imports, which forbids it.)
 */
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/**
 * What each layer may import from this project, and which packages it may not. A layer is a prefix of the path from the project's root,
 * the longest that matches; a file under none of them (the configuration of a tool) is free.
 */
const layers = {
  'main.ts': { mayImport: ['config', 'stacks'] },
  config: { mayImport: ['config', 'config/environments'], notPackages: /^(cdktf|constructs|@cdktf)(\/|$)/ },
  'config/environments': { mayImport: ['config', 'config/environments'], notPackages: /^(cdktf|constructs|@cdktf)(\/|$)/ },
  constructs: { mayImport: ['constructs', 'config'] },
  stacks: { mayImport: ['stacks', 'constructs', 'config'] },
  scripts: { mayImport: ['scripts', 'stacks', 'constructs', 'config', 'config/environments'] },
  // The live tests' cluster, given to a person.
  'scripts/cluster.ts': { mayImport: ['scripts', 'config', '__tests__'] },
  examples: { mayImport: ['examples', 'stacks', 'constructs', 'config'] },
  __tests__: { mayImport: ['__tests__', 'main.ts', 'scripts', 'stacks', 'constructs', 'config', 'config/environments', 'eslint'] },
};

/** Floors of constructs/: what every box is built on. A floor may import those before it. */
const floors = ['contracts', 'terraform', 'kubernetes', 'aws', 'mixin', 'secrets'];

/** Boxes of the picture from the top; those in one row are neighbours. A box may import only the types of boxes below it. */
const boxes = [
  ['monitoring'],
  ['cdn'],
  ['load-balancer'],
  ['app-tier'],
  ['backup'],
  ['postgres', 'redis', 'object-storage'],
  ['platform'],
  ['cluster'],
  ['network'],
  ['bootstrap'],
];

/** Calls `check(node, specifier)` for every module that a file imports. */
const specifiers = (check) => {
  const literal = (node) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') check(node, node.value);
  };
  return {
    ImportDeclaration: ({ source }) => literal(source),
    ExportNamedDeclaration: ({ source }) => literal(source),
    ExportAllDeclaration: ({ source }) => literal(source),
    ImportExpression: ({ source }) => literal(source),
    TSExternalModuleReference: ({ expression }) => literal(expression),
    "CallExpression[callee.name='require']": ({ arguments: [argument] }) => literal(argument),
    "CallExpression[callee.object.name='require'][callee.property.name='resolve']": ({ arguments: [argument] }) => literal(argument),
    "CallExpression[callee.object.name='jest'][callee.property.name=/[mM]ock|requireActual/]": ({ arguments: [argument] }) =>
      literal(argument),
  };
};

const layerOf = (relative) =>
  Object.keys(layers)
    .filter((layer) => relative === layer || relative === layer.replace(/\.ts$/, '') || relative.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];

/** main → stacks → constructs; all may import config; config imports none of them; nothing imports scripts or tests. */
export const layersRule = {
  meta: {
    type: 'problem',
    docs: { description: 'imports go one way: main → stacks → constructs, and config knows none of them' },
    schema: [],
    messages: {
      project: '{{from}} must not import {{to}}: it may import {{allowed}}',
      package: '{{from}} must not import {{to}}: configuration is plain data, checked without any infrastructure library',
    },
  },
  create(context) {
    const from = layerOf(path.relative(root, context.filename).split(path.sep).join('/'));
    if (from === undefined) return {};
    const { mayImport, notPackages } = layers[from];
    return specifiers((node, specifier) => {
      if (!specifier.startsWith('.')) {
        if (notPackages?.test(specifier)) context.report({ node, messageId: 'package', data: { from, to: specifier } });
        return;
      }
      const target = path.resolve(path.dirname(context.filename), specifier);
      const to = layerOf(path.relative(root, target).split(path.sep).join('/'));
      if (to === undefined || mayImport.includes(to)) return;
      context.report({ node, messageId: 'project', data: { from, to, allowed: mayImport.join(', ') } });
    });
  },
};

/** Room of a file below constructs/: the name of its folder, or of the file itself. */
const roomOf = (relative) => /^constructs\/([^/.]+)/.exec(relative)?.[1];

const isTypeOnly = ({ parent }) => parent.importKind === 'type' || parent.exportKind === 'type';

/** Why a file in room `from` must not import from room `to`; undefined: it may. */
function roomProblem(from, to, typeOnly) {
  const [fromFloor, toFloor] = [floors.indexOf(from), floors.indexOf(to)];
  if (fromFloor >= 0) return toFloor >= 0 && toFloor < fromFloor ? undefined : 'floor';
  if (toFloor >= 0) return undefined;
  const [fromRow, toRow] = [from, to].map((room) => boxes.findIndex((row) => row.includes(room)));
  if (fromRow < 0 || toRow < 0) return 'unknown';
  if (toRow <= fromRow) return 'up';
  return typeOnly ? undefined : 'value';
}

/** A box is built on the floors, and uses only types from the boxes below it. */
export const roomsRule = {
  meta: {
    type: 'problem',
    docs: { description: 'boxes import floors, and of boxes below them only types' },
    schema: [],
    messages: {
      floor: `the floor {{from}} must not import {{to}}: floors are, each on those before it, ${floors.join(', ')}`,
      up: '{{from}} must not import {{to}}: it is not below it in the picture; what both need is a floor or one of the contracts',
      value: '{{from}} may import only types of {{to}}: what both compute belongs to a floor',
      unknown: 'say in eslint/imports.mjs where {{from}} and {{to}} stand: a folder of constructs/ is a floor or a box of the picture',
    },
  },
  create(context) {
    const relative = path.relative(root, context.filename).split(path.sep).join('/');
    const from = roomOf(relative);
    if (from === undefined) return {};
    return specifiers((node, specifier) => {
      if (!specifier.startsWith('.')) return;
      const to = roomOf(
        path
          .relative(root, path.resolve(path.dirname(context.filename), specifier))
          .split(path.sep)
          .join('/'),
      );
      if (to === undefined || to === from) return;
      const messageId = roomProblem(from, to, isTypeOnly(node));
      if (messageId !== undefined) context.report({ node, messageId, data: { from, to } });
    });
  },
};

/** config/ is imported through its index only, which lists what it offers. */
export const configDoorRule = {
  meta: {
    type: 'problem',
    docs: { description: 'constructs, stacks and scripts import config by its index' },
    schema: [],
    messages: { door: "import from '{{door}}': config/index.ts is the only door; export it there" },
  },
  create: (context) =>
    specifiers((node, specifier) => {
      if (!specifier.startsWith('.')) return;
      const target = path
        .relative(root, path.resolve(path.dirname(context.filename), specifier))
        .split(path.sep)
        .join('/');
      if (!target.startsWith('config/') || target === 'config/index' || target.startsWith('config/environments')) return;
      context.report({ node, messageId: 'door', data: { door: specifier.replace(/config\/.*/, 'config') } });
    }),
};

/** The root of a provider package loads every resource it has: seconds and most of a gigabyte for the aws one. */
export const deepImportsRule = {
  meta: {
    type: 'problem',
    docs: { description: 'provider bindings are imported one resource at a time' },
    schema: [],
    messages: { root: "import one resource, such as '{{provider}}/lib/config-map-v1': '{{specifier}}' loads all of them" },
  },
  create: (context) =>
    specifiers((node, specifier) => {
      const match = /^(@cdktf\/provider-[^/]+)(\/|\/lib\/?|\/lib\/index(\.js)?)?$/.exec(specifier);
      if (match) context.report({ node, messageId: 'root', data: { provider: match[1], specifier } });
    }),
};

/** The largest bindings: workloads, and Cloudflare's rules and access applications. */
const largeBindings =
  /^@cdktf\/provider-(kubernetes\/lib\/(cron-job|daemon-?set|deployment|job|pod|replication-controller|stateful-set)(-v1)?|cloudflare\/lib\/(ruleset|zero-trust-access-(application|policy)))$/;

/** Seven of these are 23 MB of JavaScript that differ only in their names (docs/adr/015). */
export const typesOnlyRule = {
  meta: {
    type: 'problem',
    docs: { description: 'of the largest bindings only the types are used' },
    schema: [],
    messages: { value: "import type only: '{{specifier}}' is megabytes of code; write a typedResource, as kubernetes/workloads.ts does" },
  },
  create: (context) =>
    specifiers((node, specifier) => {
      if (!largeBindings.test(specifier) || node.parent.importKind === 'type' || node.parent.exportKind === 'type') return;
      context.report({ node, messageId: 'value', data: { specifier } });
    }),
};
