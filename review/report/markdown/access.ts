import { capabilityChanges, isAccessChanged, policiesWords } from '../access-change';
import type { AccessRow, IdentityAccess, Report } from '../report';
import { counted } from '../words';
import { code, escaped, tableHead, tableRow } from './escape';
import type { Part } from './fit';

/** A table for each identity that may do something else: before, after, and what the difference is. */
export function changedAccessPart({ access }: Report): Part {
  const changed = access.filter(isAccessChanged);
  const paths = changed.reduce((sum, { rows }) => sum + rows.filter(({ isChanged }) => isChanged).length, 0);
  return {
    summary: `Access: ${counted(changed.length, 'identity', 'identities')}, ${counted(paths, 'change')}`,
    itemsAre: 'block',
    items: changed.map((identity) =>
      [
        identityLine(identity),
        '',
        tableHead(['Path', 'Before', 'After', 'Change']),
        ...identity.rows.filter(({ isChanged }) => isChanged).map(changedRow),
      ].join('\n'),
    ),
  };
}

/** What stays as it is: the first to be left out. */
export function unchangedAccessPart({ access }: Report): Part {
  const items = access.flatMap(({ identity, rows }) =>
    rows
      .filter(({ isChanged }) => !isChanged)
      .map(({ path, after }) => tableRow([escaped(identity), code(path), after.join(' ')])),
  );
  return {
    summary: `Access that stays as it is: ${counted(items.length, 'path')}`,
    head: tableHead(['Identity', 'Path', 'Before and after']),
    items,
  };
}

function identityLine(identity: IdentityAccess): string {
  return `<strong>${escaped(identity.identity)}</strong>, policies: ${escaped(policiesWords(identity))}`;
}

function changedRow(row: AccessRow): string {
  const signs = { gained: '+', lost: '−', same: '' };
  const changes = capabilityChanges(row);
  const told = changes.filter(({ change }) => change !== 'same');
  const words = (told.length > 0 ? told : changes).map(({ text, change }) => `${signs[change]}${text}`);
  return tableRow([
    code(row.path),
    row.before.join(' ') || 'nothing',
    row.after.join(' ') || 'nothing',
    `<strong>${words.join(' ')}</strong>`,
  ]);
}
