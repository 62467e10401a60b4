import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { firstPassword } from '../../../steps/first-password';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

function newFile(): string {
  return join(temporaryFolder(), 'local', 'first-password');
}

describe('the first password', () => {
  it('is random where none was chosen: 192 bits, in characters that need no escaping', () => {
    expect(firstPassword(newFile(), undefined)).toMatch(/^[\w-]{32}$/);
  });

  it('is another one each time', () => {
    expect(firstPassword(newFile(), undefined)).not.toBe(firstPassword(newFile(), undefined));
  });

  it('is the one that was chosen', () => expect(firstPassword(newFile(), 'hunter2')).toBe('hunter2'));

  it.each([undefined, 'hunter2'])('is kept, chosen or not: %s', (given) => {
    const file = newFile();
    const password = firstPassword(file, given);
    expect(firstPassword(file, undefined)).toBe(password);
  });

  it('stays what it was, whatever is chosen later', () => {
    const file = newFile();
    firstPassword(file, 'hunter2');
    expect(firstPassword(file, 'another')).toBe('hunter2');
  });

  it('is in a file for its owner alone', () => {
    const file = newFile();
    firstPassword(file, undefined);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  });

  it('is a line of its file', () => {
    const file = newFile();
    firstPassword(file, 'hunter2');
    expect(readFileSync(file, 'utf8')).toBe('hunter2\n');
  });

  it.each(['p"a\'s\\s', '${var}', '%{if}', '{{name}}', '-- x; DROP', '~'.repeat(200), 'a b', ' a '])(
    'may be %j',
    (given) => {
      const file = newFile();
      expect(firstPassword(file, given)).toBe(given);
      expect(firstPassword(file, undefined)).toBe(given);
    },
  );

  it.each(['', 'a\nb', 'a\r', '\t', 'a\0b', 'pässword', '🔑', 'a'.repeat(201)])('cannot be %j', (given) => {
    expect(caught(() => firstPassword(newFile(), given))).toMatchObject({
      what: 'The first password cannot be used',
      exitCode: 64,
    });
  });

  it('leaves no file where it cannot be used', () => {
    const file = newFile();
    caught(() => firstPassword(file, 'a\nb'));
    expect(existsSync(file)).toBe(false);
  });

  it('is not told where it cannot be used', () => {
    const error = caught(() => firstPassword(newFile(), 'Secret\nPassword'));
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/Secret|Password$/m);
  });
});
