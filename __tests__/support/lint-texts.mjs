/** Reads [{ filePath, text }] from standard input, lints each text as if it stood at that path, writes ESLint's results. */
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint({ cwd: process.cwd() });
const texts = JSON.parse(await text(process.stdin));
const results = await Promise.all(texts.map((entry) => eslint.lintText(entry.text, { filePath: entry.filePath, warnIgnored: true })));
process.stdout.write(JSON.stringify(results.map(([result]) => result.messages)));
