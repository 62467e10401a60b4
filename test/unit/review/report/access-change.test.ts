import { accessMatrix, capabilityChanges, isAccessChanged } from '../../../../review/report/access-change';
import type { AccessRow, IdentityAccess } from '../../../../review/report/report';
import { cleanReport, largeReport } from '../../support/large-report';

const row = (before: AccessRow['before'], after: AccessRow['after'], isChanged = true): AccessRow => ({
  path: 'database/creds/app',
  before,
  after,
  isChanged,
});
const inWords = (of: AccessRow) => {
  const signs = { gained: '+', lost: '-', same: '' };
  return capabilityChanges(of).map(({ text, change }) => `${signs[change]}${text}`);
};

describe('what becomes of a path', () => {
  it.each([
    ['gained and lost', row(['read', 'update'], ['create', 'read']), ['+create', 'read', '-update']],
    ['kept', row(['read'], ['read'], false), ['read']],
    ['kept under other conditions', row(['update'], ['update']), ['update', 'bound otherwise']],
    ['taken by a deny', row(['read'], ['deny']), ['-read', 'now denied']],
    ['denied as before', row(['deny'], ['deny'], false), ['denied']],
    ['given in place of a deny', row(['deny'], ['read']), ['+read', 'denied no more']],
  ])('is told: %s', (_, given, told) => {
    expect(inWords(given)).toEqual(told);
  });
});

describe('the matrix', () => {
  const changed = accessMatrix(largeReport, 'changed');
  const unchanged = accessMatrix(largeReport, 'unchanged');

  it('has every path of the report once, where it belongs', () => {
    const all = new Set(largeReport.access.flatMap(({ rows }) => rows.map(({ path }) => path)));
    const told = [...changed.rows, ...unchanged.rows].map(({ path }) => path);
    expect(told.toSorted()).toEqual([...all].sort());
    expect(unchanged.rows.flatMap(({ cells }) => cells).some((cell) => cell?.isChanged)).toBe(false);
    expect(changed.rows.every(({ cells }) => cells.some((cell) => cell?.isChanged))).toBe(true);
  });

  it('gives each identity its own column', () => {
    const column = changed.identities.findIndex(({ identity }) => identity === 'approle plan');
    const cell = changed.rows.find(({ path }) => path === 'database/creds/*')?.cells[column];
    expect(cell).toMatchObject({ before: [], after: ['read'] });
  });

  it('leaves out who has nothing to do with its paths', () => {
    expect(changed.identities.map(({ identity }) => identity)).not.toContain('approle backup');
    expect(unchanged.identities.map(({ identity }) => identity)).toContain('approle backup');
  });

  it('shows who has other policies, even where that changes nothing', () => {
    const renamed: IdentityAccess = {
      identity: 'approle app',
      policiesBefore: ['app'],
      policiesAfter: ['application'],
      rows: [row(['read'], ['read'], false)],
    };
    expect(isAccessChanged(renamed)).toBe(true);
    expect(accessMatrix({ ...cleanReport, access: [renamed] }, 'changed').identities).toEqual([renamed]);
  });
});
