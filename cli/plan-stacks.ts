import { Problem } from '../common/problem';
import { planPolicy } from '../constructs/names';
import type { Plan } from '../review/plan/plan';
import { parsePlanJson, type PlanJson } from '../review/plan/plan-json';
import { readPlan } from '../review/plan/read-plan';
import type { Basis } from '../review/report/report';
import { allThere } from '../steps/docker';
import type { StackEnvironment, TerraformStack } from '../steps/terraform-stack';
import { enginesOf } from './engines';
import type { Session } from './session';
import type { Stacks } from './stacks';
import { withoutRefresh } from './up-to-date';

/** A stack's plan: masked, to be told, and as Terraform has it, for what judges it. */
export interface PlannedStack {
  readonly plan: Plan;
  readonly json: PlanJson;
  readonly basis: Basis;
}

/** Terraform wants a token also where it asks Vault for nothing. */
const noToken = 'none';
const noPassword = 'none';

/**
 * Plans all stacks side by side, as the identity that only reads. What is not there yet, or is closed, is planned
 * without it.
 *
 * @param everything looks at all that Terraform knows, also where it is known to be there
 */
export async function planStacks(
  session: Session,
  stacks: Stacks,
  everything: boolean,
): Promise<PlannedStack[]> {
  const reader = await readerToken(session);
  const inVault = (stack: TerraformStack, environment: (token: string) => StackEnvironment) => {
    const isLive = reader !== undefined && !stack.isNew;
    return planOne(stack, environment(reader ?? noToken), isLive ? 'live' : basisWithout(stack));
  };
  return Promise.all([
    planContainers(stacks, everything),
    inVault(stacks.access, (token) => stacks.accessEnvironment(token)),
    inVault(stacks.database, (token) => stacks.databaseEnvironment(token, noPassword)),
  ]);
}

async function planContainers(stacks: Stacks, everything: boolean): Promise<PlannedStack> {
  const { containers } = stacks;
  const ids = stacks.containerIds();
  const isKnown = !everything && ids.length > 0 && (await allThere(ids, enginesOf(stacks.deployment)));
  const basis = ids.length === 0 ? 'new' : 'live';
  return planOne(containers, stacks.containersEnvironment(), basis, basis === 'live' && !isKnown);
}

async function planOne(
  stack: TerraformStack,
  environment: StackEnvironment,
  basis: Basis,
  refresh = basis === 'live',
): Promise<PlannedStack> {
  await stack.plan(environment, refresh ? [] : withoutRefresh);
  const json = parsePlanJson(await stack.planJson(), stack.name);
  return { plan: readPlan(stack.name, json), json, basis };
}

function basisWithout(stack: TerraformStack): Basis {
  return stack.isNew ? 'new' : 'state';
}

/** Undefined where Vault is not there, is closed, or knows no such identity. */
async function readerToken({ vault, identities }: Session): Promise<string | undefined> {
  try {
    const { initialized, sealed } = await vault.sealStatus();
    if (!initialized || sealed) return undefined;
    return (await identities.ifThere(planPolicy))?.token;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
