import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { givenPassword } from '../../../steps/given-password';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

describe('the first password of a PostgreSQL that runs elsewhere', () => {
  it('is asked for where nobody gave one', () => {
    const file = join(temporaryFolder(), 'first-password');
    expect(caught(() => givenPassword(file, undefined, 'TF_VAR_x_password'))).toMatchObject({
      exitCode: 64,
      where: 'TF_VAR_x_password',
    });
  });

  it('is kept for later runs, and a newer one takes its place', () => {
    const file = join(temporaryFolder(), 'first-password');
    expect(givenPassword(file, 'one', 'TF_VAR_x_password')).toBe('one');
    expect(givenPassword(file, undefined, 'TF_VAR_x_password')).toBe('one');
    expect(givenPassword(file, 'two', 'TF_VAR_x_password')).toBe('two');
    expect(readFileSync(file, 'utf8')).toBe('two\n');
  });

  it('is none that cannot be one', () => {
    const file = join(temporaryFolder(), 'first-password');
    expect(caught(() => givenPassword(file, 'a\nb', 'TF_VAR_x_password'))).toHaveProperty('exitCode', 64);
  });
});
