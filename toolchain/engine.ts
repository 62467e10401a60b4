import { join } from 'node:path';
import { Problem } from '../common/problem';
import { installPackages } from './debian';
import { startEngine } from './dockerd';
import { has, runOn, type Machine } from './machine';
import type { Finding, Report } from './types';

const part = 'engine';
const defaultAddress = 'unix:///var/run/docker.sock';

/** Whether a Docker engine answers, and what can be done where none does. */
export async function inspectEngine(machine: Machine): Promise<Finding> {
  const answer = await askEngine(machine);
  if (answer.version !== undefined) return { part, way: 'ready', found: `Docker engine ${answer.version}` };

  const address = machine.env['DOCKER_HOST'];
  if (address !== undefined && address !== '') {
    const remedy = `start the engine at ${address}, or \`unset DOCKER_HOST\` to use this machine's`;
    return {
      part,
      way: 'impossible',
      found: `no engine answers at ${address}, which DOCKER_HOST names`,
      remedy,
    };
  }
  const found = `no engine answers at ${defaultAddress}`;
  if (answer.refused) {
    const remedy = 'sudo usermod -aG docker "$USER"  # then log in again';
    return { part, way: 'impossible', found: `${defaultAddress} is not open to this user`, remedy };
  }
  if (has(machine, 'dockerd')) {
    if (machine.root) return { part, way: 'make', found, action: 'start dockerd', estimatedSeconds: 5 };
    return { part, way: 'impossible', found, remedy: 'sudo systemctl start docker' };
  }
  const missing = 'no Docker engine is installed';
  if (!machine.debian) {
    return {
      part,
      way: 'impossible',
      found: missing,
      remedy: 'install one: https://docs.docker.com/engine/install',
    };
  }
  if (!machine.root) {
    return { part, way: 'impossible', found: missing, remedy: 'sudo apt-get install docker.io' };
  }
  const action = "install docker.io from Debian's packages and start dockerd";
  return { part, way: 'make', found: missing, action, estimatedSeconds: 40 };
}

/**
 * Installs the engine where it is missing, and starts it where it does not answer.
 *
 * @throws Problem
 */
export async function ensureEngine(machine: Machine, report: Report): Promise<void> {
  if (!has(machine, 'dockerd'))
    await installPackages(machine, ['docker.io', 'docker-cli', 'iptables'], report);
  // Installing the package may have started it.
  if ((await askEngine(machine)).version !== undefined) return;
  report('starting dockerd');
  const log = join(machine.cacheFolder, 'dockerd.log');
  const failure = await startEngine(
    machine,
    log,
    async () => (await askEngine(machine)).version !== undefined,
  );
  if (failure === undefined) return;
  throw new Problem({
    what: 'The Docker engine did not start',
    where: log,
    why: failure,
    next: `Read ${log}`,
  });
}

async function askEngine(machine: Machine): Promise<{ version?: string; refused: boolean }> {
  const args = ['version', '--format', '{{.Server.Version}}'];
  const result = await runOn(machine, 'docker', args, { timeoutMs: 5000 });
  const version = result.stdout.trim();
  if (result.exitCode === 0 && version !== '') return { version, refused: false };
  return { refused: /permission denied/i.test(result.stderr) };
}
