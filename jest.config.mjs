const swc = { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] };

export default {
  projects: [
    { displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'], transform: swc },
    {
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts', '<rootDir>/test/review/**/*.test.ts'],
      transform: swc,
    },
    // Load and outages of minutes.
    { displayName: 'app', testMatch: ['<rootDir>/test/app/**/*.test.ts'], transform: swc },
  ],
  // Real containers and Terraform runs take seconds, on a busy machine many.
  testTimeout: 120_000,
  // Each end-to-end file has a deployment of its own, but two cores are soon busy with more than two.
  maxWorkers: 2,
};
