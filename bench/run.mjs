// Measures what this project takes beside other ways to the same. It never fails for being slow: speed is measured
// here, not asserted. Usage: npm run bench [-- --full] [-- --only scale,expiry]; BENCH_STORAGE=file where Vault's image
// has that storage.
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { ensurePackages } from '../cli/ensure-packages.mjs';

ensurePackages();
const require = createRequire(import.meta.url);
require('../common/run-typescript.cjs');
const { measurementNames } = require('./measurements/index.ts');
const { measure } = require('./measure.ts');

function optionsOf(args) {
  const { values } = parseArgs({ args, options: { full: { type: 'boolean' }, only: { type: 'string' } } });
  const names = values.only?.split(',') ?? [];
  const unknown = names.find((name) => !measurementNames.includes(name));
  if (unknown !== undefined) throw new Error(`there is no '${unknown}' among ${measurementNames.join(', ')}`);
  return { scope: values.full ? 'full' : 'default', names };
}

let options;
try {
  options = optionsOf(process.argv.slice(2));
} catch (error) {
  console.error(`bench: ${error.message}: npm run bench -- --full, npm run bench -- --only scale,expiry`);
  process.exitCode = 64;
}
if (options !== undefined) {
  measure(options.scope, options.names).catch((error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  });
}
