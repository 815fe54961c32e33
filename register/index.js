/** `node -r ./register x.ts` runs TypeScript, and loads and computes less than it would without (docs/adr/015). */
const Module = require('node:module');
const path = require('node:path');

// Keeps what V8 compiled. From Node.js 22.1 on.
Module.enableCompileCache?.(path.join(__dirname, '../node_modules/.cache/v8'));
require('./token-traces.js');
require('./typescript.js');
