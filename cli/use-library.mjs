// Puts CDK Terrain in the place of cdktf, and back: npm run use:cdktn, npm run use:cdktf.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ensurePackages } from './ensure-packages.mjs';

// Packages that do not fit package.json are no reason to install: a swap that was cut off leaves them.
if (!existsSync(new URL('../node_modules/sucrase', import.meta.url))) ensurePackages();
const require = createRequire(import.meta.url);
require('../common/run-typescript.cjs');
require('./use-library.ts');
