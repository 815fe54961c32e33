/** Before all tests of a run: a directory for what its test files share, which teardown.js removes. */
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

module.exports = () => {
  process.env.TEST_RUN_DIRECTORY = mkdtempSync(path.join(tmpdir(), 'test-run-')); // Jest's workers inherit it
};
