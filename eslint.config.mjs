/** The rules that keep the architecture (docs/architecture.md). Each has a fixture in __tests__/fixtures/lint that breaks it. */
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { describedFieldsRule, documentedFieldsRule } from './eslint/documented-fields.mjs';
import { configDoorRule, deepImportsRule, layersRule, roomsRule, typesOnlyRule } from './eslint/imports.mjs';

const local = {
  rules: {
    layers: layersRule,
    rooms: roomsRule,
    'config-door': configDoorRule,
    'deep-imports': deepImportsRule,
    'types-only': typesOnlyRule,
    'documented-fields': documentedFieldsRule,
    'described-fields': describedFieldsRule,
  },
};

const pureBecause =
  'what is synthesized depends on the configuration only: no clock, randomness, process, network, git or files of the machine below main.ts';

/** Reads of `engine`, in whatever form: a comparison, a switch, a look-up table, a destructuring. */
const engineReads = [
  "MemberExpression[property.name='engine']",
  "MemberExpression[property.value='engine']",
  "ObjectPattern > Property[key.name='engine']",
].map((selector) => ({
  selector,
  message: "only a box's own table of engines asks for the engine: ask the resolved box (presence, watch), or give it a field there",
}));

/** Images are handed down with an environment's registry in front (config/images.ts): whoever reads the table passes it by. */
const programImages = [
  "MemberExpression[object.name='versions'][property.name='images']",
  "MemberExpression[object.name='versions'][property.value='images']",
  "VariableDeclarator[init.name='versions'] > ObjectPattern > Property[key.name='images']",
].map((selector) => ({ selector, message: 'images come from surroundings.images, which has the registry of the environment in front' }));

const environmentNames = {
  selector: "BinaryExpression[operator=/^[!=]==?$/] > MemberExpression[property.name='name'][object.name=/^(environment|env)$/]",
  message: 'ask the environment for the property (deletionProtection, sizing, zones), not for its name',
};

/** The one module that reads files: those that are committed beside their construct are as constant as a text in the source. */
const programFileModule = 'constructs/kubernetes/program-file.ts';
const programsBesideTheirConstruct = [
  "CallExpression[callee.name='programFile']:not([arguments.0.name='__dirname'])",
  "CallExpression[callee.name='programFile'] > Literal[value=/[/]/]",
  // A shell or Python program in a text of TypeScript, by its first line or by a line that such programs have.
  ...['TemplateElement[value.cooked=', 'Literal[value='].map((text) => `${text}/^#!|(^|\\n)(set -[eu]+|import \\w+)(\\n|$)/]`),
].map((selector) => ({ selector, message: 'a program is a file beside its construct: programFile(__dirname, "start.sh")' }));

/** What no module below main.ts may import; `fs` as far as `files` says. */
const impureImports = (files) => ({
  paths: [
    ...['node:crypto', 'crypto'].map((name) => ({ name, allowImportNames: ['createHash'], message: pureBecause })),
    ...files.map((name) => ({ name, allowImportNames: ['readFileSync'], message: pureBecause })),
  ],
  patterns: [
    {
      regex: '^(node:)?(child_process|process|perf_hooks|timers|os|net|tls|dns|dgram|http|https|http2|worker_threads|cluster)(/|$)',
      message: pureBecause,
    },
    { regex: files.length > 0 ? '^((node:)?fs/|fs$)' : '^(node:)?fs(/|$)', message: pureBecause },
    { regex: '^(simple-git|isomorphic-git|execa|axios|undici)$', message: pureBecause },
  ],
});

export default defineConfig(
  globalIgnores(['cdktf.out/', '**/cdktf.out/', '__tests__/fixtures/', '.terraform-state/', 'coverage/']),
  {
    name: 'all code',
    files: ['**/*.{ts,js,mjs}'],
    extends: [tseslint.configs.strict],
    plugins: { local },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'local/deep-imports': 'error',
      'local/layers': 'error',
      'local/rooms': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250 }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme'], location: 'anywhere' }],
      'prefer-const': 'error',
    },
  },
  {
    name: 'configuration of tools, CommonJS',
    files: ['**/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    name: 'main.ts fits on a screen',
    files: ['main.ts'],
    rules: { 'max-lines': ['error', { max: 40 }] },
  },
  {
    name: 'what a synth loads',
    files: ['{config,stacks,constructs,scripts,examples}/**/*.ts', 'main.ts'],
    rules: { 'local/types-only': 'error' },
  },
  {
    name: 'config, stacks and constructs are pure',
    files: ['{config,stacks,constructs}/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        {
          globals: ['Date', 'process', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
            name,
            message: pureBecause,
          })),
          checkGlobalObject: true,
        },
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: pureBecause }],
      'no-restricted-imports': ['error', impureImports([])],
      'no-restricted-syntax': ['error', environmentNames, ...programImages, ...programsBesideTheirConstruct],
    },
  },
  {
    name: 'one module reads programs',
    files: [programFileModule],
    rules: { 'no-restricted-imports': ['error', impureImports(['node:fs'])] },
  },
  {
    name: 'engines are asked for in the tables of a box alone',
    files: ['{config,constructs,stacks,scripts}/**/*.ts', 'main.ts'],
    ignores: [
      'config/{cdn,load-balancer,object-storage,postgres,redis}/**/*.ts',
      // The three places that look up the row.
      'config/fields/engine.ts',
      'config/rules/index.ts',
      'constructs/terraform/engine.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', environmentNames, ...programImages, ...programsBesideTheirConstruct, ...engineReads] },
  },
  {
    name: 'one module puts the registry in front of images',
    files: ['config/images.ts'],
    rules: { 'no-restricted-syntax': ['error', environmentNames, ...programsBesideTheirConstruct, ...engineReads] },
  },
  {
    name: 'config has one door',
    files: ['{stacks,constructs,scripts}/**/*.ts', 'main.ts'],
    rules: {
      'local/config-door': 'error',
    },
  },
  {
    name: 'configuration documents itself',
    files: ['config/**/*.ts'],
    rules: { 'local/documented-fields': 'error', 'local/described-fields': 'error' },
  },
  {
    name: 'tests can fail',
    files: ['__tests__/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
      'jest/no-disabled-tests': 'error',
      'jest/no-focused-tests': 'error',
      'jest/valid-expect': 'error',
    },
  },
  {
    name: 'the one place where a test may be skipped: its program is missing',
    files: ['__tests__/support/live.ts'],
    rules: { 'jest/no-disabled-tests': 'off' },
  },
);
