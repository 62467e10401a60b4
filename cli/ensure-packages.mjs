import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Installs the packages of package-lock.json, where node_modules lacks one or has another version of it. */
export function ensurePackages() {
  if (isComplete()) return;
  console.error('Installing the packages of package-lock.json …');
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    stdio: ['ignore', 2, 2],
  });
  if (npm.status === 0) return;
  console.error('dbvault: npm ci failed. Look at what it says above; then run the same command again.');
  process.exit(1);
}

function isComplete() {
  return ['.', 'packages/vault-credentials', 'examples/nestjs-app'].every((folder) => {
    const { dependencies, devDependencies } = readJson(join(folder, 'package.json'));
    return Object.entries({ ...dependencies, ...devDependencies }).every(
      ([name, version]) =>
        readJson(join('node_modules', name, 'package.json'))?.version === withoutAlias(version),
    );
  });
}

/** The version of `npm:cdktn@0.24.0`, which stands for a package under the name of another one. */
function withoutAlias(version) {
  return version.replace(/^npm:.+@/, '');
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(project, path), 'utf8'));
  } catch {
    return undefined;
  }
}
