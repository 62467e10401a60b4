import { Ways } from '../../../../../review/drift/ways';
import type { DriftFinding } from '../../../../../review/report/report';

export const ways = new Ways({
  option: ' --deployment seed',
  vaultContainer: 'vault',
  postgres: { container: 'postgres', superuser: 'postgres', database: 'shop' },
});

/** In one line: how much it weighs, what it is about, what is declared and what was found. */
export function inLine({ severity, what, declared, found }: DriftFinding): string {
  return `${severity} ${what}: ${declared} → ${found}`;
}
