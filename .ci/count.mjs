/** Reads what jest wrote and ends with `N passed, N failed, N skipped`. A file that could not run is a failure; so is a run without tests. */
import { readFileSync } from 'node:fs';

const results = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const passed = results.numPassedTests;
const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
const skipped = results.numPendingTests + results.numTodoTests;
if (passed + failed === 0 || !results.success) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
