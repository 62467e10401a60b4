import type { Privilege, Target } from './privilege';

const written = ['INSERT', 'UPDATE', 'DELETE'];

/** What PostgreSQL's own groups bring (PostgreSQL's documentation, "Predefined Roles"). */
const groups: Readonly<Record<string, (privilege: Privilege) => boolean>> = {
  pg_read_all_data: ({ right, target: { type } }) =>
    (right === 'SELECT' && (type === 'table' || type === 'sequence')) ||
    (right === 'USAGE' && type === 'schema'),
  pg_write_all_data: ({ right, target: { type } }) =>
    (written.includes(right) && type === 'table') || (right === 'USAGE' && type === 'schema'),
};

/** Of itself a superuser is bound by these alone. */
const boundOfAll = ['LOGIN', 'ENDLESS', 'FIXED PASSWORD', 'SET PASSWORD'];

/** Whether who has the one has the other with it. */
export function covers(one: Privilege, other: Privilege): boolean {
  if (one.to !== other.to) return false;
  if (one.right === 'SUPERUSER') return !boundOfAll.includes(other.right);
  if (one.right === 'MEMBER' && !other.passOn && groups[one.target.name ?? '']?.(other) === true) return true;
  return (
    one.right === other.right &&
    one.passOn === other.passOn &&
    (one.count ?? 0) >= (other.count ?? 0) &&
    takesIn(one.target, other.target)
  );
}

/** Whether who loses the one loses the other with it: with a right goes that to pass it on, but not the other way. */
export function endsWith(one: Privilege, other: Privilege): boolean {
  return (
    one.to === other.to &&
    one.right === other.right &&
    (!one.passOn || other.passOn) &&
    takesIn(one.target, other.target)
  );
}

/** Whether a part of what the one gives is taken with the other, as one table of all in a schema. */
export function losesPart(one: Privilege, other: Privilege): boolean {
  // Of a right to a whole table PostgreSQL takes none to a column.
  const isColumn = other.target.column !== undefined && one.target.column === undefined;
  return (
    one.to === other.to &&
    one.right === other.right &&
    (!other.passOn || one.passOn) &&
    takesIn(one.target, other.target) &&
    !isColumn
  );
}

function takesIn(one: Target, other: Target): boolean {
  const isOfType =
    one.type === other.type || (one.type === 'routine' && /^(function|procedure)$/.test(other.type));
  if (!isOfType || one.laterBy !== other.laterBy) return false;
  const hasSchema = one.schema === other.schema || (one.laterBy !== undefined && one.schema === undefined);
  const hasName = one.name === undefined || one.name === other.name;
  return hasSchema && hasName && (one.column === undefined || one.column === other.column);
}
