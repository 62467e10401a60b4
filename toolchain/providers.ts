import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inspectGo } from './go';
import type { Machine } from './machine';
import { builtMirror } from './mirror';
import type { Finding } from './types';

const part = 'providers';
const registry = 'https://registry.terraform.io/.well-known/terraform.json';

/** Where Terraform's providers come from: the user's own configuration goes before all else. */
export async function inspectProviders(machine: Machine): Promise<Finding> {
  const own = ownConfiguration(machine);
  if (own !== undefined) return { part, way: 'ready', found: `as your ${own} says` };
  if ((await builtMirror(machine)) !== undefined) return { part, way: 'ready', found: 'built before' };

  const [registryAnswers, go] = await Promise.all([machine.reaches(registry, 400), inspectGo(machine)]);
  if (registryAnswers) return { part, way: 'official', found: 'the Terraform registry answers' };
  const found = 'the Terraform registry does not answer';
  if (!go.usable)
    return { part, way: 'impossible', found: `${found}, and there is ${go.found}`, remedy: go.remedy ?? '' };
  const action = 'build the Vault and Docker providers from their Go modules';
  return { part, way: 'make', found, action, estimatedSeconds: 150 };
}

/**
 * What Terraform's environment needs for them; nothing where the user configured it, or the registry serves them.
 */
export async function providersEnvironment(machine: Machine): Promise<Record<string, string>> {
  if (ownConfiguration(machine) !== undefined) return {};
  const file = await builtMirror(machine);
  return file === undefined ? {} : { TF_CLI_CONFIG_FILE: file };
}

function ownConfiguration(machine: Machine): string | undefined {
  // Terraform only warns when the file is missing, so one that is missing configures nothing.
  const named = machine.env['TF_CLI_CONFIG_FILE'];
  if (named !== undefined && named !== '' && existsSync(named)) return `TF_CLI_CONFIG_FILE, ${named},`;
  const usual = join(machine.env['HOME'] ?? homedir(), '.terraformrc');
  return existsSync(usual) && readFileSync(usual, 'utf8').includes('provider_installation')
    ? usual
    : undefined;
}
