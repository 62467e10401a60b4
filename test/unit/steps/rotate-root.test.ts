import { ensureRotated, isRotated, rotateRoot, vaultLogsIn } from '../../../steps/rotate-root';
import type { Journal } from '../../../steps/journal';
import type { VaultClient } from '../../../steps/vault-client';
import { rejected } from '../support/caught';
import { temporaryJournal } from '../support/temporary-journal';
import type { Answering } from '../support/vault-server';
import { withVault } from '../support/with-vault';

const identity = { vault: 'c1', mount: 'database_1', connection: 'pg', username: 'admin', postgres: '7' };
const target = { mount: 'database', connection: 'pg', identity };
const rotated = { step: 'rotate root', event: 'done', facts: identity } as const;
const begun = { ...rotated, event: 'begun' } as const;
const passwordRefused = {
  status: 500,
  body: { errors: ['password authentication failed for user "admin" (SQLSTATE 28P01)'] },
};
const willing: Answering = () => ({ status: 204 });
const lockedOut: Answering = ({ path }) => (path.includes('/reset/') ? passwordRefused : { status: 204 });

/** Answers in order, one a question. */
function answers(...works: boolean[]): () => Promise<boolean> {
  return () => {
    const next = works.shift();
    return next === undefined ? Promise.reject(new Error('Asked once too often')) : Promise.resolve(next);
  };
}

function rotate(vault: VaultClient, firstPasswordWorks: () => Promise<boolean>, journal: Journal) {
  return ensureRotated(vault, journal, {
    ...target,
    firstPasswordWorks,
    hasLogin: () => Promise.resolve(true),
    repair: () => Promise.reject(new Error('Repaired')),
    report: () => undefined,
  });
}

describe('a connection with the first password', () => {
  it('is rotated, once, after Vault has shown that it can log in', async () => {
    const { server, vault } = await withVault(willing);
    expect(await rotate(vault, answers(true, false), temporaryJournal())).toBe(true);
    expect(server.calls).toEqual(['PUT database/reset/pg', 'PUT database/rotate-root/pg']);
  });

  it('is rotated whatever the journal says', async () => {
    const { vault } = await withVault(willing);
    expect(await rotate(vault, answers(true, false), temporaryJournal(rotated))).toBe(true);
  });

  it('is known as rotated afterwards', async () => {
    const { vault } = await withVault(willing);
    const journal = temporaryJournal();
    await rotate(vault, answers(true, false), journal);
    expect(isRotated(journal, identity)).toBe(true);
  });

  it('fails where the first password still works', async () => {
    const { vault } = await withVault(willing);
    expect(await rejected(rotate(vault, answers(true, true), temporaryJournal()))).toMatchObject({
      what: 'The first password still works after rotate-root',
      where: 'database/config/pg',
      exitCode: 3,
    });
  });

  it('is not rotated where Vault holds another password: PostgreSQL is a new one', async () => {
    const { server, vault } = await withVault(lockedOut);
    expect(await rejected(rotate(vault, answers(true), temporaryJournal(rotated)))).toMatchObject({
      what: 'Vault cannot log in to PostgreSQL, which does not know its user, or takes the first password again',
      exitCode: 3,
    });
    expect(server.calls).toEqual(['PUT database/reset/pg']);
  });

  it('fails where Vault refuses, and asks no more', async () => {
    const { vault } = await withVault(({ path }) => ({ status: path.includes('/rotate-root/') ? 500 : 204 }));
    const promise = rotate(vault, answers(true), temporaryJournal());
    expect(await rejected(promise)).toHaveProperty('what', 'Vault refused database/rotate-root/pg');
  });
});

describe('a connection whose first password is refused', () => {
  it('is left alone where this very connection was rotated', async () => {
    const { server, vault } = await withVault(willing);
    expect(await rotate(vault, answers(false), temporaryJournal(rotated))).toBe(false);
    expect(server.calls).toEqual([]);
  });

  it.each(Object.keys(identity))('is rotated again where its %s is another', async (part) => {
    const { vault } = await withVault(willing);
    const other = { ...rotated, facts: { ...identity, [part]: 'another' } };
    expect(await rotate(vault, answers(false, false), temporaryJournal(other))).toBe(true);
  });

  it('is rotated again where its rotation was interrupted', async () => {
    const { vault } = await withVault(willing);
    const journal = temporaryJournal(rotated, begun);
    expect(await rotate(vault, answers(false, false), journal)).toBe(true);
  });

  it('is not rotated where Vault cannot log in and nothing was interrupted', async () => {
    const { server, vault } = await withVault(lockedOut);
    expect(await rejected(rotate(vault, answers(false), temporaryJournal()))).toMatchObject({
      what: 'Vault cannot log in to PostgreSQL',
      exitCode: 3,
    });
    expect(server.calls).toEqual(['PUT database/reset/pg']);
  });

  it.each([true, false])(
    'gets a new password where its rotation was cut off, and the first one works: %j',
    async (works) => {
      const { server, vault } = await withVault(lockedOut);
      const done: string[] = [];
      const rotated = await ensureRotated(vault, temporaryJournal(begun), {
        ...target,
        firstPasswordWorks: answers(works, false),
        hasLogin: () => Promise.resolve(true),
        repair: () => Promise.resolve(done.push('repaired')),
        report: (detail) => done.push(detail),
      });
      expect([rotated, done]).toEqual([true, [expect.stringContaining('was cut off'), 'repaired']]);
      expect(server.calls).toEqual(['PUT database/reset/pg', 'PUT database/rotate-root/pg']);
    },
  );

  it('is not rotated where PostgreSQL cannot be asked', async () => {
    const { server, vault } = await withVault(willing);
    await rejected(rotate(vault, answers(), temporaryJournal()));
    expect(server.calls).toEqual([]);
  });
});

describe('whether Vault logs in', () => {
  it.each([
    ['it does', { status: 204 }, true],
    ['its password is refused', passwordRefused, false],
  ])('%s', async (_, answer, logsIn) => {
    const { vault } = await withVault(() => answer);
    expect(await vaultLogsIn(vault, 'database', 'pg')).toBe(logsIn);
  });

  it('is not known where PostgreSQL cannot be reached', async () => {
    const { vault } = await withVault(() => ({ status: 500, body: { errors: ['connection refused'] } }));
    expect(await rejected(vaultLogsIn(vault, 'database', 'pg'))).toHaveProperty(
      'why',
      'Vault cannot reach PostgreSQL',
    );
  });
});

describe('rotate-root', () => {
  it.each(['database', 'team/db'])('is asked of the mount %s', async (mount) => {
    const { server, vault } = await withVault(willing);
    await rotateRoot(vault, temporaryJournal(), { ...target, mount });
    expect(server.calls).toEqual([`PUT ${mount}/rotate-root/pg`]);
  });
});
