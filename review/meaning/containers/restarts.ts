import type { ResourceChange } from '../../plan/plan';
import type { Finding } from '../finding';
import { inWords } from '../in-words';
import { serverOf, titleOf } from './server';

/** What a container that goes or is made anew means to those who use it. */
export function restartFindings(stack: string, resource: ResourceChange): Finding[] {
  const { action, address } = resource;
  const common = { stack, address };
  if (action === 'delete') {
    const meaning = `${titleOf(resource)} is taken away`;
    return [{ ...common, kind: 'container-removed', severity: 'high', meaning, reason: 'deleted' }];
  }
  if (action !== 'replace') return [];
  const reason = reasonOf(resource);
  const tainted: Finding[] =
    resource.reason === 'replace_because_tainted'
      ? [
          {
            ...common,
            kind: 'tainted',
            severity: 'info',
            meaning: `${titleOf(resource)} is made anew, since it was left half-way before`,
            reason: resource.reason,
          },
        ]
      : [];
  return [restart(common, resource, reason), ...tainted];
}

function restart(
  common: Pick<Finding, 'stack' | 'address'>,
  resource: ResourceChange,
  reason: string,
): Finding {
  const title = titleOf(resource);
  switch (serverOf(resource)) {
    case 'Vault':
      return {
        ...common,
        kind: 'vault-sealed',
        severity: 'high',
        meaning: `${title} restarts sealed: until its key shares are given nobody gets or renews a credential`,
        reason,
        next: 'npm run up opens it; where people hold the key shares, have as many of them there as the threshold',
      };
    case 'PostgreSQL':
      return {
        ...common,
        kind: 'database-restarted',
        severity: 'high',
        meaning: `${title} restarts: every connection is cut, and for seconds none is taken`,
        reason,
      };
    default:
      return {
        ...common,
        kind: 'container-restarted',
        severity: 'medium',
        meaning: `${title} is made anew and restarts`,
        reason,
      };
  }
}

function reasonOf({ replacedBy }: ResourceChange): string {
  return replacedBy.length === 0
    ? 'it is replaced'
    : `what cannot be changed while it runs: ${inWords(replacedBy)}`;
}
