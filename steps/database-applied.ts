import type { Journal } from './journal';

/** Whether the journal says that the database stack was applied and not destroyed since. */
export function databaseWasApplied(journal: Journal): boolean {
  const last = journal
    .entries()
    .filter(({ step }) => step === 'apply database' || step === 'destroy database')
    .at(-1);
  return last !== undefined && !(last.step === 'destroy database' && last.event === 'done');
}
