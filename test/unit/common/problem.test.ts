import { Problem, exitCodes } from '../../../common/problem';

describe('a problem', () => {
  it.each([
    [{ what: 'Vault did not answer' }, 'Vault did not answer'],
    [{ what: 'Vault did not answer', where: 'a' }, 'Vault did not answer (a)'],
    [{ what: 'Vault did not answer', why: 'b' }, 'Vault did not answer: b'],
    [{ what: 'Vault did not answer', where: 'a', why: 'b', next: 'c' }, 'Vault did not answer (a): b'],
  ])('%j reads: %s', (props, message) => {
    expect(new Problem(props).message).toBe(message);
  });

  it('keeps each part', () => {
    const parts = { what: 'a', where: 'b', why: 'c', next: 'd', exitCode: 3 } as const;
    expect(new Problem(parts)).toMatchObject(parts);
  });

  it('fails with 1 unless it says otherwise', () => {
    expect(new Problem({ what: 'a' }).exitCode).toBe(1);
  });

  it('is an error', () => expect(new Problem({ what: 'a' })).toBeInstanceOf(Error));

  it('is called one in a stack trace', () => expect(String(new Problem({ what: 'a' }))).toBe('Problem: a'));
});

describe('exit codes', () => {
  it.each([
    ['done', 0],
    ['failed', 1],
    ['changes', 2],
    ['refused', 3],
    ['usage', 64],
  ] as const)('%s is %i', (name, code) => {
    expect(exitCodes[name]).toBe(code);
  });
});
