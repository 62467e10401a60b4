import { capabilityChanges, isAccessChanged, policiesWords } from '../access-change';
import type { AccessRow, IdentityAccess, Report } from '../report';
import { part, type Style } from './style';
import { hanging } from './wrap';

const signs = { gained: '+', lost: '-', same: '' };

/** What each identity gains and loses; what it keeps is not told. */
export function accessText({ access }: Report, style: Style): readonly string[] {
  return part(
    style,
    'Access: + gained, - lost',
    access.filter(isAccessChanged).flatMap((identity) => identityText(identity, style)),
  );
}

function identityText(identity: IdentityAccess, style: Style): readonly string[] {
  return [
    ...hanging(`${identity.identity}, policies ${policiesWords(identity)}`, 2),
    ...identity.rows.filter(({ isChanged }) => isChanged).flatMap((row) => rowText(row, style)),
  ];
}

function rowText(row: AccessRow, style: Style): readonly string[] {
  const changes = capabilityChanges(row);
  const told = changes.some(({ change }) => change !== 'same')
    ? changes.filter(({ change, text }) => change !== 'same' || text.includes('denied'))
    : changes;
  const words = told.map(({ change, text }) => `${signs[change]}${text}`).join(' ');
  const lines = hanging(`${row.path}: ${words}`, 4);
  const onlyLost = told.every(({ change }) => change === 'lost');
  const onlyGained = told.every(({ change }) => change === 'gained');
  if (onlyGained) return lines.map((line) => style('green', line));
  return onlyLost ? lines.map((line) => style('red', line)) : lines;
}
