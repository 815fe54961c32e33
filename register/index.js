/** `node -r ./register x.ts` runs TypeScript. docs/adr/015 has what each module saves. None of them touches a module of cdktf. */
const Module = require('node:module');
const path = require('node:path');

// Keeps V8's compiled code from one run to the next: Node.js 22.1 and newer.
Module.enableCompileCache?.(path.join(__dirname, '../node_modules/.cache/v8'));
require('./token-traces.js');
require('./typescript.js');
