import { redact } from '../../../common/redact';

describe('redact', () => {
  it.each([
    ['takes a secret out', 'password is hunter2!', ['hunter2'], 'password is [secret]!'],
    ['takes it out each time', 'hunter2 hunter2', ['hunter2'], '[secret] [secret]'],
    ['takes each secret out', 'hunter2 and s.token', ['hunter2', 's.token'], '[secret] and [secret]'],
    ['reads a secret as text, not as a pattern', 'a+b.c or aab-c', ['a+b.c'], '[secret] or aab-c'],
    ['puts nothing of a secret back', 'x $&$& y', ['$&$&'], 'x [secret] y'],
    ['takes it out of a URL', 'postgresql://u:p%22%2Fw@h', ['p"/w'], 'postgresql://u:[secret]@h'],
    ['takes it out of JSON', '{"password":"p\\"\\\\w"}', ['p"\\w'], '{"password":"[secret]"}'],
    ['leaves a text without one', 'no secrets', ['hunter2'], 'no secrets'],
    ['leaves a text where there are none', 'a text', [], 'a text'],
    ['passes over an empty one, which is no secret', 'a text', [''], 'a text'],
    ['passes over one too short to be a secret', 'a text', ['a'], 'a text'],
  ])('%s', (_, text, secrets, clean) => {
    expect(redact(text, secrets)).toBe(clean);
  });

  it('takes a whole secret out where another is a part of it', () => {
    expect(redact('the hunter2000', ['hunter2', 'hunter2000'])).not.toMatch(/hunter|000/);
  });
});
