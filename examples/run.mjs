// `npm run example`: the application on the deployment `example` that is up, with requests, through two changeovers.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from '../cli/ensure-packages.mjs';

const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const app = join(project, 'examples/nestjs-app');
const folder = join(project, '.dbvault/example');
const container = 'dbvault-example-postgres';
const address = 'http://127.0.0.1:3000';
const changeovers = 2;
const requestsPerSecond = 20;

const environment = {
  PATH: process.env.PATH,
  PORT: '3000',
  DATABASE_HOST: '127.0.0.1',
  DATABASE_PORT: '5442',
  DATABASE_NAME: 'postgres',
  DATABASE_CA_FILE: join(folder, 'tls/ca.pem'),
  VAULT_ADDR: 'https://127.0.0.1:8210',
  VAULT_CACERT: join(folder, 'tls/ca.pem'),
  HAND_OVER_FOLDER: join(folder, 'app'),
  // Nest's log asks for no terminal.
  ...(process.stdout.isTTY && process.env.NO_COLOR === undefined ? {} : { NO_COLOR: '1' }),
};

ensurePackages();
say('Building');
run(process.execPath, [join(project, 'node_modules/typescript/bin/tsc'), '--build', app]);
say('Migrations, as a login that is made for them and dropped');
migrate();
say("Handing over the application's identity: a role_id, and a secret_id that nobody has seen");
dbvault('app-identity', '--json');
say(
  `The application, with ${requestsPerSecond} requests a second; ends after ${changeovers} changeovers, or with Ctrl-C`,
);
await runApplication();
const left = psql("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-approle-db-app-%'").trim();
say(`Users of the application in PostgreSQL now: ${left}`);
process.exitCode = left === '0' ? process.exitCode : 1;

function migrate() {
  const login = { username: 'example_migrations', password: randomBytes(24).toString('hex') };
  psql(sqlFile('sql/example/owner.sql'));
  psql(`ALTER ROLE ${login.username} PASSWORD '${login.password}' VALID UNTIL '${minutesFromNow(5)}'`);
  psql(sqlFile('sql/readable-owner.sql'), '--set=owner=example_owner');
  const options = { cwd: app, env: environment, input: JSON.stringify(login) };
  process.stdout.write(run(process.execPath, ['dist/migrate.js'], options));
  psql(`DROP ROLE ${login.username}`);
}

async function runApplication() {
  const child = spawn(process.execPath, ['dist/main.js'], { cwd: app, env: environment, stdio: 'inherit' });
  const ended = once(child, 'exit');
  let isEnding = false;
  // A terminal's Ctrl-C reaches the application too.
  process.on('SIGINT', () => (isEnding = true));
  process.on('SIGTERM', () => (isEnding = true));
  void ended.then(() => (isEnding = true));
  const users = new Set();
  const count = { answered: 0, failed: 0 };
  await untilReady(() => isEnding);
  for (let second = 0; !isEnding && users.size <= changeovers; second++) {
    await Promise.all(Array.from({ length: requestsPerSecond }, (_, index) => request(index, users, count)));
    if (second % 5 === 4)
      say(`${count.answered} requests answered, ${count.failed} failed; users so far: ${users.size}`);
  }
  child.kill('SIGTERM');
  const [code] = await ended;
  say(`${count.answered} requests answered, ${count.failed} failed; users in all: ${users.size}`);
  process.exitCode = code === 0 && count.failed === 0 && count.answered > 0 ? 0 : 1;
}

async function request(index, users, count) {
  await sleep((index * 1000) / requestsPerSecond);
  try {
    const answer = await fetch(`${address}/products`);
    if (answer.status !== 200) throw new Error(String(answer.status));
    users.add((await answer.json()).readAs);
    count.answered += 1;
  } catch {
    count.failed += 1;
  }
}

async function untilReady(isOver) {
  while (!isOver()) {
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(100);
  }
}

function dbvault(...args) {
  const command = [join(project, 'cli/dbvault.mjs'), ...args, '--deployment', 'example'];
  return run(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** As the superuser. Statements go by standard input: arguments are seen by everybody. */
function psql(input, ...options) {
  const inside = ['psql', '-X', '--quiet', '--tuples-only', '--no-align', '--dbname=postgres', ...options];
  return run('docker', ['exec', '--interactive', '--user', 'postgres', container, ...inside], { input });
}

function sqlFile(file) {
  return readFileSync(join(project, file), 'utf8');
}

function minutesFromNow(minutes) {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}

function run(command, args, options = {}) {
  const stdio = options.stdio ?? ['pipe', 'pipe', 'inherit'];
  const { status, stdout } = spawnSync(command, args, { cwd: project, encoding: 'utf8', ...options, stdio });
  if (status === 0) return stdout;
  say('That failed. Is it up? npm run up -- --deployment example');
  process.exit(1);
}

function say(line) {
  console.log(`\n${line}`);
}
