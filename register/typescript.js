/**
 * Does what sucrase/register does, and caches the compiled code in node_modules/.cache by the digest of the source. Compiling is a quarter
 * of a synth's time, and the files rarely change from one synth to the next (docs/adr/002).
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { addHook } = require('pirates');

const options = { transforms: ['imports', 'typescript'] };
const { version } = require('sucrase/package.json');
const directory = path.join(__dirname, '../node_modules/.cache/sucrase', version);

function compile(text, filePath) {
  const { transform } = require('sucrase'); // loading it takes longer than reading the cache
  return transform(text, { ...options, filePath }).code; // line numbers are preserved: a stack trace is right without a source map
}

addHook(
  (text, filePath) => {
    const cached = path.join(directory, `${createHash('sha256').update(text).digest('hex')}.js`);
    try {
      return readFileSync(cached, 'utf8');
    } catch {
      const code = compile(text, filePath);
      keep(cached, code);
      return code;
    }
  },
  { exts: ['.ts'] },
);

/** Writes the file atomically, even if others compile at the same time. An unwritable directory only costs time. */
function keep(file, code) {
  try {
    mkdirSync(directory, { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, code);
    renameSync(temporary, file);
  } catch {
    return;
  }
}
