import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { makeWholeFolder } from '../common/whole-folder';
import { Problem } from '../common/problem';
import { sha256Of, sha256OfText } from '../common/sha256-of';
import { stepsOf, type StepName } from '../steps/step-list';
import {
  bundledPlan,
  bundleLifeHours,
  bundleManifest,
  readPlanBundle,
  refused,
  type PlanBundle,
} from '../steps/plan-bundle';
import { changesOf } from '../review/plan/plan';
import { factsOf } from './apply-databases';
import { planStacks, type PlannedStack } from './plan-stacks';
import type { Session } from './session';
import type { Stacks } from './stacks';

const hourMs = 3_600_000;

/**
 * Keeps the plans that were just made, with their reports, so that exactly these can be applied.
 *
 * @param reports text by file name
 * @throws Problem (exit code 3) where the folder holds something already
 */
export async function keepPlans(
  folder: string,
  session: Session,
  stacks: Stacks,
  planned: readonly PlannedStack[],
  reports: Readonly<Record<string, string>>,
): Promise<PlanBundle> {
  const path = resolve(folder);
  return makeWholeFolder(path, async (unfinished) => {
    const write = (name: string, text: string) => {
      writeFileSync(join(unfinished, name), text, { mode: 0o600 });
      return sha256OfText(text);
    };
    const sums = Object.entries(reports).map(([name, text]) => [name, write(name, text)] as const);
    const entries = await Promise.all(
      planned.map(async ({ plan, json }) => {
        const stack = stacks.byName(plan.stack);
        const file = bundledPlan(unfinished, stack.name);
        stack.copyPlanTo(file);
        const entry: PlanBundle['stacks'][string] = {
          hasChanges: changesOf(plan).length > 0,
          code: stack.codeSha256(),
          state: stack.stateSha256(),
          plan: await sha256Of(file),
          changes: changesSha256(json),
        };
        return [stack.name, entry] as const;
      }),
    );
    const created = new Date();
    const bundle: PlanBundle = {
      version: 1,
      deployment: session.deployment.name,
      engine: stacks.tools.engine,
      created: created.toISOString(),
      expires: new Date(created.getTime() + bundleLifeHours * hourMs).toISOString(),
      declaration: declarationSha256(session),
      vaultClusterId: await clusterIdOf(session),
      stacks: Object.fromEntries(entries),
      reports: Object.fromEntries(sums),
    };
    write(bundleManifest, `${JSON.stringify(bundle, null, 2)}\n`);
    return bundle;
  });
}

/**
 * Has the stacks apply what a bundle holds, and nothing else: where anything is not what it was when the bundle was made, nothing
 * is touched.
 *
 * @throws Problem (exit code 3) with the reason
 */
export async function useReviewedPlans(folder: string, session: Session, stacks: Stacks): Promise<void> {
  const bundle = await readPlanBundle(resolve(folder));
  const why = (await cheapReason(bundle, session, stacks)) ?? (await reasonOfPlans(bundle, session, stacks));
  if (why !== undefined) throw refused(basename(folder), why);
  for (const [name, { hasChanges, state }] of Object.entries(bundle.stacks))
    stacks.byName(name).useReviewed({ file: bundledPlan(resolve(folder), name), hasChanges, state });
}

async function cheapReason(
  bundle: PlanBundle,
  session: Session,
  stacks: Stacks,
): Promise<string | undefined> {
  const { name } = session.deployment;
  if (bundle.deployment !== name) return `it is of the deployment '${bundle.deployment}', not '${name}'`;
  if (Date.now() > Date.parse(bundle.expires)) return `it expired at ${bundle.expires}`;
  const { engine } = stacks.tools;
  if (bundle.engine !== engine) return `it is ${bundle.engine}'s, and ${engine} cannot read it`;
  if (bundle.declaration !== declarationSha256(session)) return 'the deployment was changed since';
  const reviewed = Object.keys(bundle.stacks).sort();
  if (
    stacks.all
      .map((stack) => stack.name)
      .sort()
      .join('\n') !== reviewed.join('\n')
  )
    return 'there are other stacks since: something was applied';
  const code = stacks.all.find((stack) => stack.codeSha256() !== bundle.stacks[stack.name]?.code);
  if (code !== undefined) return `the code of the stack ${code.name} was changed since`;
  const state = stacks.all.find((stack) => stack.stateSha256() !== bundle.stacks[stack.name]?.state);
  if (state !== undefined)
    return `the state of the stack ${state.name} was changed since: something was applied`;
  const cut = stepsOf.up.find((step) => isCutOff(session, step));
  if (cut !== undefined) return `a run was interrupted at '${cut}': npm run up goes on with it`;
  if ((await clusterIdOf(session)) !== bundle.vaultClusterId)
    return 'Vault is another one, or it was opened, closed or initialized since';
  return undefined;
}

/** One connection's step may have ended after another one's was cut off. */
function isCutOff({ journal, connections }: Session, step: StepName): boolean {
  const ofEach = connections.map((session) => journal.isInterrupted(step, factsOf(session)));
  return journal.isInterrupted(step) || ofEach.includes(true);
}

/** What was changed beside Terraform shows when the same is planned again. */
async function reasonOfPlans(
  bundle: PlanBundle,
  session: Session,
  stacks: Stacks,
): Promise<string | undefined> {
  const planned = await planStacks(session, stacks, { byTerraform: true });
  const other = planned.find(({ plan, json }) => bundle.stacks[plan.stack]?.changes !== changesSha256(json));
  return other === undefined
    ? undefined
    : `what runs was changed since: the stack ${other.plan.stack} would change otherwise now`;
}

function changesSha256({ resource_changes: changes, resource_drift: drift }: PlannedStack['json']): string {
  return sha256OfText(JSON.stringify([changes ?? [], drift ?? []]));
}

function declarationSha256({ deployment }: Session): string {
  return sha256OfText(JSON.stringify(deployment));
}

async function clusterIdOf({ vault }: Session): Promise<string | null> {
  try {
    return (await vault.sealStatus()).clusterId ?? null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
