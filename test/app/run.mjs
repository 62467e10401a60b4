// Plain JavaScript that needs no package: it installs what node_modules lacks, then hands over to run.ts.
import { createRequire } from 'node:module';
import { ensurePackages } from '../../cli/ensure-packages.mjs';

ensurePackages();
const require = createRequire(import.meta.url);
require('../../common/run-typescript.cjs');
require('./run.ts');
