/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out'],
  setupFiles: ['<rootDir>/register/token-traces.js'],
  globalSetup: '<rootDir>/__tests__/support/run/setup.js',
  globalTeardown: '<rootDir>/__tests__/support/run/teardown.js',
  // The same compiler that runs main.ts; types are checked by `npm run typecheck`, once, not in every worker.
  transform: { '\\.ts$': '@sucrase/jest-plugin' },
};
