// Loaded into the real command before its own code (node --import): writes down every program that it starts. Whoever
// looks at running processes misses one that is gone in a moment.
import childProcess from 'node:child_process';
import { appendFileSync } from 'node:fs';

const file = process.env.PROGRAMS_FILE;
const before = { ...process.env };

for (const name of ['spawn', 'spawnSync']) {
  const start = childProcess[name];
  childProcess[name] = (command, args = [], options = {}) => {
    note([command, ...args], options.env ?? process.env);
    return start(command, args, options);
  };
}

/** Of what was there before, the first password alone is a secret of the deployment's. */
function note(args, env) {
  const environment = Object.entries(env)
    .filter(([name, value]) => name.startsWith('TF_VAR_') || before[name] !== value)
    .map(([name, value]) => `${name}=${value}`);
  appendFileSync(file, `${JSON.stringify({ args, environment })}\n`, { mode: 0o600 });
}
