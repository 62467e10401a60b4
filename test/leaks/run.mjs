// Follows every secret through whole lives of real deployments, and searches whatever these wrote for each of them.
import { createRequire } from 'node:module';
import { ensurePackages } from '../../cli/ensure-packages.mjs';

ensurePackages();
const require = createRequire(import.meta.url);
require('../../common/run-typescript.cjs');
require('./run.ts');
