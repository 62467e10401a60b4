import { accessMatrix, capabilityChanges, policyChanges } from '../../access-change';
import { shortened } from '../../printable';
import type { Report } from '../../report';

/** Past so many paths a table scrolls under its head. */
const tallFrom = 25;
const longestHead = 80;

/** Two tables of paths × identities: where something changes, and the rest. */
export function accessView(report: Report) {
  return {
    changed: matrixView(report, 'changed', 'Access that changes'),
    unchanged: matrixView(report, 'unchanged', 'Access that stays as it is'),
  };
}

function matrixView(report: Report, which: 'changed' | 'unchanged', title: string) {
  const { identities, rows } = accessMatrix(report, which);
  return {
    title,
    isTall: rows.length > tallFrom,
    identities: identities.map((one) => ({
      // The head stays in sight, so that it must not fill the screen.
      short: shortened(one.identity, longestHead),
      identity: one.identity,
      policies: policyChanges(one),
    })),
    rows: rows.map(({ path, cells }) => ({
      // A line may be broken after a slash.
      segments: path.split(/(?<=\/)/),
      cells: cells.map((cell, index) => ({
        identity: identities[index]?.identity ?? '',
        capabilities: cell === undefined ? [] : capabilityChanges(cell),
      })),
    })),
  };
}
