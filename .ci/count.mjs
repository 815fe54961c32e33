/** Reads what jest wrote in each run and ends with `N passed, N failed, N skipped`. A file that could not run is a failure; so is a run without tests. */
import { readFileSync } from 'node:fs';

const runs = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (count) => runs.reduce((total, run) => total + count(run), 0);
const ran = (run) => run.numPassedTests + run.numFailedTests + run.numRuntimeErrorTestSuites > 0;
const passed = sum((run) => run.numPassedTests);
const failed = sum((run) => run.numFailedTests + run.numRuntimeErrorTestSuites);
const skipped = sum((run) => run.numPendingTests + run.numTodoTests);
if (runs.length === 0 || !runs.every((run) => ran(run) && run.success)) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
