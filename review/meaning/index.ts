import type { Plan } from '../plan/plan';
import { accessFindings } from './access';
import { containerFindings } from './containers';
import { databaseFindings } from './database';
import { bySeverity, type Finding } from './finding';

/** What the plans of a deployment mean, taken together. @param plans in the order in which they are applied */
export function meaningOf(plans: readonly Plan[]): readonly Finding[] {
  return [...containerFindings(plans), ...accessFindings(plans), ...databaseFindings(plans)].sort(bySeverity);
}
