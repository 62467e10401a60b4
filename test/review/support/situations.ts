import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Testing, type App, type TerraformStack } from 'cdktf';
import { Access } from '../../../constructs/access';
import { Containers } from '../../../constructs/containers';
import { Database } from '../../../constructs/database';
import type { Deployment } from '../../../constructs/deployment';
import { databaseStack } from '../../../constructs/names';
import { plainProviders, type Configuration } from './terraform';

/** What is declared at one time: a deployment, HCL of somebody else, or nothing. */
export type Situation = Deployment | string | undefined;

interface StackJson {
  readonly terraform: { readonly required_providers: unknown };
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
}

const stackOfPlainHcl = 'plain';

/** What Terraform reads of a situation, by stack, in the order in which the stacks are applied. */
export function configurationsOf(situation: Situation): ReadonlyMap<string, Configuration> {
  if (situation === undefined) return new Map();
  if (typeof situation === 'string')
    return new Map([[stackOfPlainHcl, { files: { ...plainProviders, 'main.tf': situation } }]]);
  return new Map([
    ['containers', synthesized((app) => new Containers(app, situation))],
    ['access', synthesized((app) => new Access(app, situation))],
    ...situation.connections.map(
      (connection) =>
        [
          databaseStack(connection.name),
          synthesized((app) => new Database(app, situation, connection)),
        ] as const,
    ),
  ]);
}

/** Providers, and none of their resources: what is left where all of a stack is taken out. */
export const emptyConfiguration: Configuration = { files: plainProviders };

function synthesized(stackIn: (app: App) => TerraformStack): Configuration {
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-review-'));
  const text = Testing.synth(stackIn(Testing.app({ outdir: folder })));
  rmSync(folder, { recursive: true });
  const { terraform, ...rest } = JSON.parse(text) as StackJson;
  // Without its backend: each pair has a state of its own.
  const requirements = { required_providers: terraform.required_providers };
  const { variable = {} } = rest;
  const unset = Object.keys(variable).filter((name) => variable[name]?.default === undefined);
  return {
    files: { 'main.tf.json': JSON.stringify({ terraform: requirements, ...rest }) },
    variables: Object.fromEntries(unset.map((name) => [name, 'of-nobody'])),
  };
}
