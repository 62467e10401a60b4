import { canary } from '../../../leaks/canary';
import { Finder, findSecrets } from '../../../leaks/search/find-secrets';
import { forms } from '../../../leaks/search/forms';

const secret = canary();

describe('findSecrets', () => {
  it.each(forms.map(({ name, write }) => [name, write] as const))(
    'finds a secret %s, and nothing else',
    (name, write) => {
      const text = `before ${write(secret)} after`;
      const found = findSecrets([{ name: 'a place', text }], { 'the canary': secret, 'the other': canary() });
      expect(found).toEqual([`the canary ${name} in a place`]);
    },
  );

  it.each([0, 1, 2, 3, 4, 5])(
    'finds a secret in the base64 of a text that has %i bytes before it',
    (length) => {
      const text = Buffer.from(`${'x'.repeat(length)}${secret}\nand more`).toString('base64');
      expect(findSecrets([{ name: 'a place', text }], { 'the canary': secret })).toEqual([
        `the canary in base64 at ${length % 3} in a place`,
      ]);
    },
  );

  it('writes each form as others do', () => {
    const write = (name: string) => forms.find((form) => form.name === name)?.write(`a'b"c<$\{d}`);
    expect(write('as JSON by Go')).toBe(`a'b\\"c\\u003c$\{d}`);
    expect(write('as a template')).toBe(`a'b\\"c<$$\{d}`);
    expect(write('in single quotes of a shell')).toBe(`a'\\''b"c<$\{d}`);
    expect(write('in a URL')).toBe(`a'b%22c%3C%24%7Bd%7D`);
    expect(write('in a string of SQL')).toBe(`a''b"c<$\{d}`);
    expect(write('in hex')).toBe('61276222633c247b647d');
  });

  it('finds secrets side by side, at the beginning and at the end of a text', () => {
    const [one, two] = [canary(), canary()];
    const found = findSecrets([{ name: 'a place', text: one + two }], { one, two });
    expect(found).toEqual(['one in clear in a place', 'two in clear in a place']);
  });

  it('tells the place of each', () => {
    const places = ['one', 'two', 'three'].map((name) => ({
      name,
      text: name === 'two' ? secret : 'nothing',
    }));
    expect(findSecrets(places, { 'the canary': secret })).toEqual(['the canary in clear in two']);
  });

  it('says once where a secret has but one form', () => {
    const plain = 'hvs.abcdefghijklmnop';
    const places = [{ name: 'a place', text: `${plain} ${plain}` }];
    expect(findSecrets(places, { plain })).toEqual(['plain in clear in a place']);
  });

  it('finds no part of a secret', () => {
    expect(findSecrets([{ name: 'a place', text: secret.slice(0, -1) }], { 'the canary': secret })).toEqual(
      [],
    );
  });

  it('takes no secret that is found by chance', () => {
    expect(() => new Finder({ short: 'hunter2' })).toThrow("'short' is too short to be searched for");
  });
});
