/** After all tests of a run. */
const { rmSync } = require('node:fs');

module.exports = () => rmSync(process.env.TEST_RUN_DIRECTORY, { recursive: true, force: true });
