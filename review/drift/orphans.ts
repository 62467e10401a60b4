import type { DriftFinding } from '../report/report';
import { none } from './found-in';
import type { Ways } from './ways';

/** Users and leases that do not belong together any more. */
export interface LeftOver {
  readonly users: number;
  /** How many there are, and which. */
  readonly usersInWords: string;
  readonly leases: number;
}

export function compareOrphans({ users, usersInWords, leases }: LeftOver, ways: Ways): DriftFinding[] {
  const found: DriftFinding[] = [];
  if (users > 0)
    found.push({
      system: 'PostgreSQL',
      severity: 'high',
      what: 'users that Vault knows no more',
      declared: none,
      found: `${usersInWords}: nobody ends them`,
      next: ways.dbvault('recover orphans'),
    });
  if (leases > 0)
    found.push({
      system: 'Vault',
      severity: 'low',
      what: 'leases whose users are gone',
      declared: none,
      found: `${leases}: somebody dropped their users`,
      next: 'nothing: they end by themselves',
    });
  return found;
}
