import { meaningOf } from '../meaning';
import { holdersOf } from '../meaning/access/holders';
import { changesOf, type Action, type Plan } from '../plan/plan';
import { accessTable } from './access-table';
import { attributesOf } from './attributes';
import {
  reportVersion,
  type Basis,
  type DriftFinding,
  type Report,
  type RuleViolation,
  type StackReport,
} from './report';
import { textsOf } from './texts';

export interface ReportProps {
  readonly deployment: string;
  readonly madeAt: Date;
  /** In the order in which they are applied. */
  readonly plans: readonly { readonly plan: Plan; readonly basis: Basis }[];
  readonly rules: readonly RuleViolation[];
  /** @default nobody looked for it */
  readonly drift?: readonly DriftFinding[] | undefined;
}

/** All that there is to tell about plans, for every reader. */
export function makeReport({ deployment, madeAt, plans: based, rules, drift }: ReportProps): Report {
  const plans = based.map(({ plan }) => plan);
  const holders = holdersOf(plans);
  const isClean = plans.every((plan) => changesOf(plan).length === 0) && (drift ?? []).length === 0;
  return {
    version: reportVersion,
    deployment,
    madeAt: madeAt.toISOString(),
    outcome: isClean ? 'clean' : 'changes',
    stacks: based.map(({ plan, basis }) => stackReport(plan, basis)),
    findings: meaningOf(plans, holders),
    access: accessTable(holders),
    texts: textsOf(plans),
    rules,
    ...(drift === undefined ? {} : { drift }),
  };
}

function stackReport(plan: Plan, basis: Basis): StackReport {
  const changes = changesOf(plan);
  const counts: Partial<Record<Action, number>> = {};
  for (const { action } of changes) counts[action] = (counts[action] ?? 0) + 1;
  return {
    name: plan.stack,
    basis,
    counts,
    changes: changes.map((resource) => ({
      address: resource.address,
      type: resource.type,
      action: resource.action,
      attributes: attributesOf(resource),
    })),
  };
}
