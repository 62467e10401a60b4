// Loaded into the real command before its own code (node --import): kills it or holds it at one boundary of one step.
import { AsyncLocalStorage } from 'node:async_hooks';
import childProcess from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { existsSync, writeFileSync } from 'node:fs';

const { step, at, by, then, folder } = JSON.parse(process.env.FAULT);
// For this process alone: the programs it starts, some of them Node's, are to run as ever.
delete process.env.FAULT;
delete process.env.NODE_OPTIONS;

const stepNow = new AsyncLocalStorage();
const isActing = () => (at === 'acting' || at === 'acted') && stepNow.getStore() === step;

subscribe('dbvault:step', (message) => {
  stepNow.enterWith(message.at === 'begun' ? message.step : undefined);
  const boundary = { begun: 'before', answered: 'answered' }[message.at];
  if (message.step === step && boundary === at) strike();
});

/** Requests to Vault that change something, and whose answer the command has not seen yet. */
const writes = new WeakSet();
subscribe('http.client.request.start', ({ request }) => {
  if (by !== 'Terraform' && isActing() && (request.method !== 'GET' || request.path.includes('/creds/')))
    writes.add(request);
});
subscribe('http.client.response.finish', ({ request }) => {
  if (writes.has(request)) strike();
});

/** Programs that only look: all others change something, and Terraform says what it has changed. */
const looks = /pg_isready|(^| )(inspect|ls|logs|plan|show|pull|version)( |$)/;
const line = { acting: /: (Creating|Destroying|Modifying)\.\.\./, acted: / complete after / }[at];
const { spawn } = childProcess;
childProcess.spawn = (command, args, options) => {
  const child = spawn(command, args, options);
  if (isActing() && !looks.test([command, ...args].join(' '))) {
    child.stdout?.on('data', (text) => {
      if (line.test(String(text))) strike();
    });
    child.on('exit', strike);
  }
  return child;
};

function strike() {
  if (then === 'kill') process.kill(process.pid, 'SIGKILL');
  if (then === 'kill group') process.kill(-process.pid, 'SIGKILL');
  hold();
}

/** Stands still until the test is done with what it does meanwhile. */
function hold() {
  if (existsSync(`${folder}/reached`)) return;
  writeFileSync(`${folder}/reached`, '');
  const clock = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(`${folder}/go`)) Atomics.wait(clock, 0, 0, 50);
}
