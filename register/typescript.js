/**
 * What sucrase/register does, with what it compiled kept in node_modules/.cache, by the digest of the text.
 * Compiling is a quarter of the time of a synth, and the files are the same from one to the next (docs/adr/002).
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { addHook } = require('pirates');

const options = { transforms: ['imports', 'typescript'] };
const { version } = require('sucrase/package.json');
const directory = path.join(__dirname, '../node_modules/.cache/sucrase', version);

function compile(text, filePath) {
  const { transform } = require('sucrase'); // it takes longer to load than the cache to read
  return transform(text, { ...options, filePath }).code; // lines stay lines: a stack trace is right without a map
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

/** Whole or not at all, whoever else compiles at the same time. A directory that cannot be written costs time and nothing else. */
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
