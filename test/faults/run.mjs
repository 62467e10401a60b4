// Breaks real systems in the middle of real runs and proves that the next run is well. Usage: see `usage` in run.ts.
import { createRequire } from 'node:module';
import { ensurePackages } from '../../cli/ensure-packages.mjs';

ensurePackages();
const require = createRequire(import.meta.url);
require('../../common/run-typescript.cjs');
require('./run.ts');
