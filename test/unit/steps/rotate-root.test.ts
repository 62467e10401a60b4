import { rotateFirstPassword, rotateRoot } from '../../../steps/rotate-root';
import { rejected } from '../support/caught';
import { withVault } from '../support/with-vault';

const target = { mount: 'database', connection: 'pg' };

/** Answers in order, one a question. */
function answers(...works: boolean[]): () => Promise<boolean> {
  return () => {
    const next = works.shift();
    return next === undefined ? Promise.reject(new Error('Asked once too often')) : Promise.resolve(next);
  };
}

describe('rotating the first password away', () => {
  it('says that it did', async () => {
    const { vault } = await withVault(() => ({ status: 204 }));
    const done = await rotateFirstPassword(vault, { ...target, firstPasswordWorks: answers(true, false) });
    expect(done).toBe(true);
  });

  it("rotates the connection's root, once", async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await rotateFirstPassword(vault, { ...target, firstPasswordWorks: answers(true, false) });
    expect(server.calls).toEqual(['PUT database/rotate-root/pg']);
  });

  it('says that it did nothing where the first password is refused', async () => {
    const { vault } = await withVault(() => ({ status: 204 }));
    expect(await rotateFirstPassword(vault, { ...target, firstPasswordWorks: answers(false) })).toBe(false);
  });

  it('rotates nothing where the first password is refused', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await rotateFirstPassword(vault, { ...target, firstPasswordWorks: answers(false) });
    expect(server.calls).toEqual([]);
  });

  it('fails where the first password still works', async () => {
    const { vault } = await withVault(() => ({ status: 204 }));
    const promise = rotateFirstPassword(vault, { ...target, firstPasswordWorks: answers(true, true) });
    expect(await rejected(promise)).toMatchObject({
      what: 'The first password still works after rotate-root',
      where: 'database/config/pg',
      exitCode: 3,
    });
  });

  it('fails where Vault refuses, and asks no more', async () => {
    const { vault } = await withVault(() => ({ status: 500 }));
    const promise = rotateFirstPassword(vault, { ...target, firstPasswordWorks: answers(true) });
    expect(await rejected(promise)).toHaveProperty('what', 'Vault refused database/rotate-root/pg');
  });

  it('rotates nothing where PostgreSQL cannot be asked', async () => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await rejected(rotateFirstPassword(vault, { ...target, firstPasswordWorks: answers() }));
    expect(server.calls).toEqual([]);
  });
});

describe('rotate-root', () => {
  it.each(['database', 'team/db'])('is asked of the mount %s', async (mount) => {
    const { server, vault } = await withVault(() => ({ status: 204 }));
    await rotateRoot(vault, mount, 'pg');
    expect(server.calls).toEqual([`PUT ${mount}/rotate-root/pg`]);
  });
});
