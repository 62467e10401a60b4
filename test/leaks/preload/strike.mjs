// Loaded into the real command before its own code (node --import): at one moment of one step it is killed, or
// something is done to the systems.
import { execFileSync } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { setTimeout } from 'node:timers';

const { step, at, afterMs = 0, kill, run } = JSON.parse(process.env.STRIKE);

subscribe('dbvault:step', (message) => {
  if (message.step !== step || message.at !== at) return;
  if (afterMs > 0) setTimeout(strike, afterMs);
  else strike();
});

function strike() {
  if (run !== undefined) execFileSync(run[0], run.slice(1), { stdio: 'ignore' });
  else process.kill(kill === 'group' ? -process.pid : process.pid, 'SIGKILL');
}
