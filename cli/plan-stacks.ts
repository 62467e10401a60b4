import { Problem } from '../common/problem';
import { planPolicy } from '../constructs/names';
import type { Plan } from '../review/plan/plan';
import { parsePlanJson, type PlanJson } from '../review/plan/plan-json';
import { readPlan } from '../review/plan/read-plan';
import { settledPlan } from '../review/plan/settled-plan';
import type { Basis } from '../review/report/report';
import { allThere } from '../steps/docker';
import { sideBySide } from '../common/side-by-side';
import {
  planContainersUnlessSettled,
  planUnsettled,
  toldIfSettled,
  withoutRefresh,
  type ToldResource,
} from '../steps/settled-stack';
import type { StackEnvironment, TerraformStack } from '../steps/terraform-stack';
import type { VaultClient } from '../steps/vault-client';
import { enginesOf } from './engines';
import type { Session } from './session';
import { stacksAtOnce, type Stacks } from './stacks';

/** A stack's plan: masked, to be told, and as Terraform has it, for what judges it. */
export interface PlannedStack {
  readonly plan: Plan;
  readonly json: PlanJson;
  readonly basis: Basis;
  /** What the stack declares, where nothing would change: then Terraform need not show its plan. */
  readonly settled?: unknown;
  /** What Vault told of it. @default nothing: Terraform asked */
  readonly told?: readonly ToldResource[];
}

export interface PlanStacksOptions {
  /** Whether Docker is asked about all that containers have, also where they are known to be there. @default false */
  readonly everything?: boolean;
  /** Whether each stack gets a plan of Terraform's own. @default false: those that are known to be as declared get none */
  readonly byTerraform?: boolean;
}

/** Terraform wants a token also where it asks Vault for nothing. */
const noToken = 'none';
const noPassword = 'none';

/**
 * Plans all stacks side by side, as the identity that only reads. What is not there yet, or is closed, is planned
 * without it.
 */
export async function planStacks(
  session: Session,
  stacks: Stacks,
  { everything = false, byTerraform = false }: PlanStacksOptions = {},
): Promise<PlannedStack[]> {
  const reader = await readerIfThere(session);
  const token = reader?.token ?? noToken;
  const inVault = (stack: TerraformStack, environment: StackEnvironment) => {
    const isLive = reader !== undefined && !stack.isNew;
    return async () => {
      if (!isLive) return planOne(stack, environment, basisWithout(stack));
      if (byTerraform) return planOne(stack, environment, 'live');
      const told = await toldIfSettled(stack, reader);
      // Where nothing would change, there is no drift that Terraform tells.
      if (told !== undefined) return settled(stack, told);
      return (await planUnsettled(stack, environment, reader)) ? plannedOne(stack, 'live') : settled(stack);
    };
  };
  const plans = [
    ...(session.deployment.elsewhere === undefined
      ? [() => planContainers(stacks, everything, byTerraform)]
      : []),
    inVault(stacks.access, stacks.vaultEnvironment(token)),
    ...stacks.databases.map((database) =>
      inVault(database.stack, stacks.databaseEnvironment(database, token, noPassword)),
    ),
    ...stacks.removed.map((stack) => inVault(stack, stacks.vaultEnvironment(token))),
  ];
  return sideBySide(plans, stacksAtOnce, (plan) => plan());
}

async function planContainers(
  stacks: Stacks,
  everything: boolean,
  byTerraform: boolean,
): Promise<PlannedStack> {
  const { containers } = stacks;
  const ids = stacks.containerIds();
  const isKnown = !everything && ids.length > 0 && (await allThere(ids, enginesOf(stacks.deployment)));
  const environment = stacks.containersEnvironment();
  if (isKnown && !byTerraform)
    return (await planContainersUnlessSettled(containers, environment))
      ? plannedOne(containers, 'live')
      : settled(containers);
  const basis = ids.length === 0 ? 'new' : 'live';
  return planOne(containers, environment, basis, basis === 'live' && !isKnown);
}

async function planOne(
  stack: TerraformStack,
  environment: StackEnvironment,
  basis: Basis,
  refresh = basis === 'live',
): Promise<PlannedStack> {
  await stack.plan(environment, refresh ? [] : withoutRefresh);
  return plannedOne(stack, basis);
}

/** Reads the plan that was just made. */
async function plannedOne(stack: TerraformStack, basis: Basis): Promise<PlannedStack> {
  const json = parsePlanJson(await stack.planJson(), stack.name);
  return { plan: readPlan(stack.name, json), json, basis };
}

/** Of the sensitive values, as little is shown as of a plan's. */
function settled(stack: TerraformStack, told: readonly ToldResource[] = []): PlannedStack {
  const json = settledPlan(stack.stateResources());
  return { plan: readPlan(stack.name, json), json, basis: 'live', settled: stack.synthesized(), told };
}

function basisWithout(stack: TerraformStack): Basis {
  return stack.isNew ? 'new' : 'state';
}

/** Undefined where Vault is not there, is closed, or knows no such identity. */
async function readerIfThere({ vault, identities }: Session): Promise<VaultClient | undefined> {
  try {
    const { initialized, sealed } = await vault.sealStatus();
    if (!initialized || sealed) return undefined;
    return await identities.ifThere(planPolicy);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
