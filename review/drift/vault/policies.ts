import type { FoundVault } from '../../../common/found/vault';
import type { PathRule } from '../../../common/policies/parse-policy';
import { compareAccess, gained, isChanged, lost } from '../../policies/compare-access';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { defaultPolicy } from './default-policy';
import { rightsInWords, rulesOf, severityOf } from './rights';

export interface DeclaredPolicy {
  readonly name: string;
  readonly hcl: string;
}

/** Vault has it by itself, and nobody can write it. */
const rootPolicy = 'root';

/** Policies made by hand, and those that allow something else than declared; Vault's own `default` too. */
export function comparePolicies(
  declared: readonly DeclaredPolicy[],
  found: FoundVault['policies'],
  ways: Ways,
): Difference[] {
  const usual = [...declared, { name: defaultPolicy.name, hcl: defaultPolicy.hcl }];
  const byHand = found.filter(({ name }) => name !== rootPolicy && !usual.some((one) => one.name === name));
  return [
    ...byHand.map((policy) => madeByHand(policy, ways)),
    ...usual.flatMap((policy) => {
      const live = found.find(({ name }) => name === policy.name);
      return live === undefined ? [missing(policy, ways)] : differs(policy, live.hcl, ways);
    }),
  ];
}

function madeByHand({ name, hcl }: DeclaredPolicy, ways: Ways): Difference {
  const rules = rulesOf(hcl);
  return {
    severity: rules === undefined ? 'high' : severityOf(rules, 'medium'),
    what: `policy ${name}`,
    declared: none,
    found: rules === undefined ? 'a policy that nobody can read' : `it allows ${rightsInWords(rules)}`,
    next: ways.asRoot('policy', 'delete', name),
  };
}

function missing({ name }: DeclaredPolicy, ways: Ways): Difference {
  const found = 'not there: who has it may do nothing by it';
  return { severity: 'high', what: `policy ${name}`, declared: 'a policy', found, next: ways.up };
}

function differs({ name, hcl }: DeclaredPolicy, live: string, ways: Ways): Difference[] {
  const [before, after] = [rulesOf(hcl), rulesOf(live)];
  if (before === undefined || hcl.trim() === live.trim()) return [];
  const common = {
    what: `policy ${name}`,
    next:
      name === defaultPolicy.name
        ? `${ways.asRoot('policy', 'write', name, '-')}, with Vault's own text on standard input`
        : ways.up,
  };
  if (after === undefined) {
    const found = 'a policy that nobody can read';
    return [{ ...common, severity: 'high', declared: `it allows ${rightsInWords(before)}`, found }];
  }
  return inMeaning(before, after).map((difference) => ({ ...common, ...difference }));
}

/** None where another text allows the same. */
function inMeaning(
  before: readonly PathRule[],
  after: readonly PathRule[],
): Pick<Difference, 'severity' | 'declared' | 'found'>[] {
  const rows = compareAccess(before, after).filter(isChanged);
  if (rows.length === 0) return [];
  const more = rows.map((row) => ({ path: row.path, capabilities: gained(row) })).filter(isSome);
  const less = rows.map((row) => ({ path: row.path, capabilities: lost(row) })).filter(isSome);
  const bound = rows.filter(({ conditionsChanged }) => conditionsChanged).map(({ path }) => path);
  return [
    {
      severity: more.length > 0 || bound.length > 0 ? severityOf(more, 'high') : 'medium',
      declared: less.length === 0 ? 'none of it' : `it allows ${rightsInWords(less)}`,
      found: [
        ...(more.length === 0 ? [] : [`it allows ${rightsInWords(more)}`]),
        ...(less.length > 0 && more.length === 0 ? ['it does not allow that'] : []),
        ...(bound.length === 0 ? [] : [`requests are bound otherwise on ${bound.join(', ')}`]),
      ].join('; '),
    },
  ];
}

function isSome({ capabilities }: { readonly capabilities: readonly unknown[] }): boolean {
  return capabilities.length > 0;
}
