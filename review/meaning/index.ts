import type { Plan } from '../plan/plan';
import { accessFindings } from './access';
import { holdersOf } from './access/holders';
import { containerFindings } from './containers';
import { databaseFindings } from './database';
import { bySeverity, type Finding } from './finding';

/** What the plans of a deployment mean, taken together. @param plans in the order in which they are applied */
export function meaningOf(plans: readonly Plan[], holders = holdersOf(plans)): readonly Finding[] {
  return [...containerFindings(plans), ...accessFindings(plans, holders), ...databaseFindings(plans)].sort(
    bySeverity,
  );
}
