// Measures `up` against the reference flow, side by side. It never fails for being slow: speed is measured here,
// not asserted. Usage: npm run bench [-- <rounds>]; BENCH_STORAGE=file where Vault's image has that storage.
import { createRequire } from 'node:module';
import { ensurePackages } from '../cli/ensure-packages.mjs';

ensurePackages();
const require = createRequire(import.meta.url);
require('sucrase/register/ts');
const { measure } = require('./measure.ts');

const [rounds = '3'] = process.argv.slice(2);
if (!/^[1-9]\d?$/.test(rounds)) {
  console.error('bench: the number of rounds is from 1 to 99: npm run bench -- 3');
  process.exitCode = 64;
} else {
  measure(Number(rounds)).catch((error) => {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  });
}
