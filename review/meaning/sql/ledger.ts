import { covers, endsWith, losesPart } from './covers';
import { keyOf, type Privilege } from './privilege';

/** A privilege, and the attribute of the resource whose statements say it. */
export interface Entry {
  readonly privilege: Privilege;
  readonly source: string;
  /** What of it was taken again, such as one table of all in a schema. */
  readonly except?: readonly Entry[];
}

/** What statements come to: what they give, and what they take from who had it before. */
export interface Ledger {
  readonly given: readonly Entry[];
  readonly taken: readonly Entry[];
}

/** That these are not given is nothing lost. */
const untold = ['ENDLESS', 'FIXED PASSWORD'];

/** Keeps what statements give and take, in their order. */
export class LedgerKeeper implements Ledger {
  given: readonly Entry[] = [];
  taken: readonly Entry[] = [];
  /** Who has nothing but what the statements give. */
  private readonly made = new Set<string>();

  make(subject: string): void {
    this.made.add(subject);
  }

  give(entry: Entry): void {
    const { privilege } = entry;
    this.taken = this.taken.filter((other) => !covers(privilege, other.privilege));
    this.given = [...this.given.filter((other) => !isReplaced(other.privilege, privilege)), entry];
  }

  take(entry: Entry): void {
    const { privilege } = entry;
    const left = this.given.filter((other) => !endsWith(privilege, other.privilege));
    const isOfMore = left.some((other) => losesPart(other.privilege, privilege));
    this.given = left.map((other) =>
      losesPart(other.privilege, privilege) ? { ...other, except: [...(other.except ?? []), entry] } : other,
    );
    const isTold = !this.made.has(privilege.to) && !untold.includes(privilege.right);
    if (!isOfMore && isTold) this.taken = [...this.taken, entry];
  }

  /** A role that is dropped has nothing any more. */
  drop(subject: string): void {
    const isOther = ({ privilege: { to, target } }: Entry) =>
      to !== subject && !(target.type === 'role' && target.name === subject);
    this.given = this.given.filter(isOther);
    this.taken = this.taken.filter(isOther);
    this.made.add(subject);
  }
}

/**
 * What the second statements give that the first do not, or take no more. What they lose is the same the other way
 * round.
 */
export function gained(before: Ledger, after: Ledger): readonly Entry[] {
  const exceptions = before.given.flatMap(({ except = [] }) => except);
  const had = [...after.given, ...exceptions].filter(
    ({ privilege }) => holds(after, privilege) && !holds(before, privilege),
  );
  const left = before.taken.filter(
    ({ privilege }) => !after.taken.some((other) => endsWith(other.privilege, privilege)),
  );
  const told = new Map([...had, ...left].reverse().map((entry) => [keyOf(entry.privilege), entry]));
  return [...told.values()].reverse();
}

export function holds({ given }: Ledger, privilege: Privilege): boolean {
  return given.some(
    ({ privilege: other, except = [] }) =>
      covers(other, privilege) && !except.some((part) => endsWith(part.privilege, privilege)),
  );
}

/** What is counted is set, not added. */
function isReplaced(old: Privilege, young: Privilege): boolean {
  if (young.count === undefined) return keyOf(old) === keyOf(young);
  return old.to === young.to && old.right === young.right && old.count !== undefined;
}
