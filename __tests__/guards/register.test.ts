/** What register/ changes in how TypeScript, stack traces and compiled code are handled, and that it changes nothing else. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(__dirname, '../..');
const packages = ['pirates', 'sucrase', 'lines-and-columns', 'ts-interface-checker'];

// Runs TypeScript as sucrase does, and what it keeps is by the text: never an older one of the same file.
describe('typescript.js', () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), 'register-'));
    cpSync(path.join(root, 'register'), path.join(project, 'register'), { recursive: true });
    mkdirSync(path.join(project, 'node_modules'));
    for (const name of packages) symlinkSync(path.join(root, 'node_modules', name), path.join(project, 'node_modules', name));
  });
  afterEach(() => rmSync(project, { recursive: true }));

  const run = (text: string): string => {
    writeFileSync(path.join(project, 'it.ts'), text);
    return execFileSync(process.execPath, ['-r', './register/typescript.js', 'it.ts'], { cwd: project, encoding: 'utf8', stdio: 'pipe' });
  };
  const cache = () =>
    readdirSync(path.join(project, 'node_modules/.cache/sucrase'), { recursive: true }).filter((name) => String(name).endsWith('.js'));

  it('runs what it has compiled before, without compiling again', () => {
    expect(run("const one: string = 'first'; console.log(one);")).toBe('first\n');
    rmSync(path.join(project, 'node_modules/ts-interface-checker')); // sucrase cannot be loaded without it
    expect(run("const one: string = 'first'; console.log(one);")).toBe('first\n');
    expect(cache()).toHaveLength(1);
  });

  it('compiles a changed file anew', () => {
    expect(run("console.log('first' as string);")).toBe('first\n');
    expect(run("console.log('second' as string);")).toBe('second\n');
    expect(cache()).toHaveLength(2);
  });

  it('names the line of an error', () => {
    expect(() => run("interface A {\n  a: string;\n}\nconst a = {} as A;\nthrow new Error('broken' + String(a.a));")).toThrow(/it\.ts:5/);
  });

  it('works where its cache cannot be written', () => {
    writeFileSync(path.join(project, 'node_modules/.cache'), 'no directory');
    expect(run("console.log('first' as string);")).toBe('first\n');
  });
});

describe('token-traces.js', () => {
  const lines = (program: string, environment: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, ['-r', './register/token-traces.js', '-e', program], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });
  const origin = "const { Lazy } = require('cdktf'); console.log(Lazy.anyValue({ produce: () => 1 }).creationStack.length > 0)";

  it('keeps cdktf from noting where each token was made, unless somebody looks for it', () => {
    expect(lines(origin)).toBe('false\n');
    expect(lines(origin, { CDKTF_TOKEN_TRACES: '1' })).toBe('true\n');
  });

  it('leaves every other stack as it is', () => {
    expect(lines("const it = {}; Error.captureStackTrace(it); console.log(it.stack.includes('[eval]'))")).toBe('true\n');
    expect(lines("console.log(new Error('x').stack.includes('[eval]'))")).toBe('true\n');
  });
});

describe('cdktf is left as it is', () => {
  /** All modules but the hook's own, and everything that cdktf exports, functions by their text. */
  const inventory = `
    const library = require('cdktf');
    const members = (value) => Object.entries(Object.getOwnPropertyDescriptors(value)).map(([name, { value, get }]) => name + String(get ?? (typeof value === 'function' ? value : '')));
    const classes = Object.entries(library).filter(([, value]) => typeof value === 'function');
    const functions = classes.flatMap(([name, value]) => [name, ...members(value), ...members(value.prototype ?? {})]);
    const modules = Object.keys(require.cache).filter((file) => !/register|pirates|sucrase|trick-/.test(file)).sort();
    process.stdout.write(JSON.stringify({ functions, modules }));
  `;
  const run = (...preloaded: readonly string[]): { readonly functions: readonly string[]; readonly modules: readonly string[] } => {
    const preload = preloaded.flatMap((file) => ['-r', file]);
    const text = execFileSync(process.execPath, [...preload, '-e', inventory], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
    return JSON.parse(text) as ReturnType<typeof run>;
  };
  const untouched = run();

  it('has the functions and the modules that it has without', () => {
    expect(untouched.functions.length).toBeGreaterThan(500);
    expect(untouched.modules.length).toBeGreaterThan(50);
    expect(run('./register')).toEqual(untouched);
  });

  it.each([
    ['a function that is replaced', "require('cdktf').Tokenization.resolve = (value) => value;"],
    ['a method that is replaced', "require('cdktf').TerraformStack.prototype.prepareStack = () => {};"],
    [
      'a module that is replaced',
      "const file = require.resolve('archiver'); require.cache[file] = { id: file, exports: {}, loaded: true };",
    ],
  ])('%s is seen', (_, trick) => {
    const directory = mkdtempSync(path.join(root, 'node_modules/.cache/trick-')); // where cdktf can be found from
    try {
      writeFileSync(path.join(directory, 'trick.js'), trick);
      expect(run(path.join(directory, 'trick.js'))).not.toEqual(untouched);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('index.js', () => {
  /** With what Node.js 22.1 and later have, in place of it. */
  const stub = "require('node:module').enableCompileCache = (directory) => console.log(directory);";
  const run = (...preload: readonly string[]) =>
    execFileSync(process.execPath, [...preload.flatMap((file) => ['-r', file]), '-e', '0'], { cwd: root, encoding: 'utf8' });

  it('keeps what V8 compiled where Node.js can', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'preload-'));
    try {
      writeFileSync(path.join(directory, 'stub.js'), stub);
      expect(run(path.join(directory, 'stub.js'), './register')).toBe(`${path.join(root, 'node_modules/.cache/v8')}\n`);
      expect(run('./register')).toBe('');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
