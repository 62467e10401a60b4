import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rotateAuditLog } from '../../../steps/rotate-audit-log';
import { fakeProgram } from '../support/fake-program';
import { temporaryFolder } from '../support/temporary-folder';
import { temporaryJournal } from '../support/temporary-journal';

/** A container whose audit log is a file of this test; HUP makes it anew, as Vault does. */
function container() {
  const folder = temporaryFolder();
  const file = join(folder, 'audit.log');
  const calls = join(folder, 'calls');
  const kept = join(folder, 'kept');
  const cases = [
    `"exec vault test "*) test -e ${file} ;;`,
    `"exec vault mv /vault/logs/audit.log /vault/logs/audit-"*) mv ${file} ${kept} ;;`,
    `"kill --signal HUP vault") echo new > ${file} ;;`,
    '*) exit 9 ;;',
  ];
  fakeProgram('docker', `echo "$*" >> ${calls}\ncase "$*" in\n${cases.join('\n')}\nesac`);
  return { file, kept, calls: () => readFileSync(calls, 'utf8') };
}

describe('rotating the audit log', () => {
  it('keeps the file aside, has Vault begin another, and says where the first one is', async () => {
    const { file, kept } = container();
    writeFileSync(file, 'old\n');
    const aside = await rotateAuditLog('vault', temporaryJournal());
    expect(aside).toMatch(/^\/vault\/logs\/audit-20[\dTZ-]+\.log$/);
    expect([readFileSync(kept, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['old\n', 'new\n']);
  });

  it('goes on where a killed run had put the file aside and told nobody', async () => {
    const { file, kept, calls } = container();
    expect(await rotateAuditLog('vault', temporaryJournal())).toBeUndefined();
    expect([existsSync(kept), readFileSync(file, 'utf8')]).toEqual([false, 'new\n']);
    expect(calls()).not.toContain(' mv ');
  });

  it('is written down', async () => {
    const { file } = container();
    writeFileSync(file, 'old\n');
    const journal = temporaryJournal();
    await rotateAuditLog('vault', journal);
    expect(journal.entries().map(({ step, event }) => `${step} ${event}`)).toEqual([
      'rotate audit log begun',
      'rotate audit log done',
    ]);
  });
});
