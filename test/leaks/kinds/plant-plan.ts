import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needsOf } from '../../../cli/prepare-tools';
import { openSession } from '../../../cli/session';
import { inProject } from '../../../common/project';
import { mustRun } from '../../../common/run';
import { outputFolder } from '../../../constructs/names';
import { tools } from '../../../toolchain';
import { deploymentFile } from '../deployment-file';
import type { Scene } from '../scene';
import type { Planted } from './kind';

const config = {
  variable: { texts: { type: 'list(string)' } },
  resource: { terraform_data: { planted: { input: '${var.texts}' } } },
};

/** A plan of Terraform's own making that holds the texts: its file is compressed. */
export async function plantPlan({ deployment }: Scene, texts: readonly string[]): Promise<Planted> {
  const folder = inProject(`${outputFolder(deployment)}/stacks/planted`);
  const file = join(folder, 'planted.tfplan');
  const variables = join(folder, 'planted.tfvars.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'planted.tf.json'), JSON.stringify(config));
  writeFileSync(variables, JSON.stringify({ texts }));

  const needs = needsOf(openSession({ deployment: deploymentFile(deployment), json: false }));
  const { terraform } = await tools(needs);
  const terraformMust = (...args: string[]) => mustRun(terraform, args, 'No plan', { cwd: folder });
  await terraformMust('init', '-input=false');
  await terraformMust('plan', '-input=false', `-var-file=${variables}`, `-out=${file}`);
  rmSync(variables);
  const place = `${outputFolder(deployment)}/stacks/planted/planted.tfplan!tfplan`;
  return { places: texts.map(() => place), remove: () => rmSync(folder, { recursive: true }) };
}
